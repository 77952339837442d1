#include "cli/init_command.h"

#include <gtest/gtest.h>

#include <sstream>

#include "config/experiment_config.h"

namespace sentiment {
namespace {

std::string printed(InitDocument document) {
  std::ostringstream out;
  EXPECT_EQ(init(document, out), 0);
  return out.str();
}

TEST(InitCommand, PrintsAConfigThatLoads) {
  const ExperimentConfig config = parse_experiment(printed(InitDocument::kStarterConfig), "starter", "/data");
  EXPECT_EQ(config.data.train, "/data/train.csv");
}

TEST(InitCommand, PrintsTheSchema) {
  const Json schema = parse_json(printed(InitDocument::kSchema));
  EXPECT_TRUE(schema.at("properties").contains("trainer"));
}

TEST(InitCommand, PrintsTheTable) {
  EXPECT_NE(printed(InitDocument::kTable).find("`trainer.epochs`"), std::string::npos);
}

}  // namespace
}  // namespace sentiment
