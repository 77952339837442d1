#include "cli/init_command.h"

#include <gtest/gtest.h>

#include <sstream>

#include "config/experiment_config.h"
#include "config/pretraining_config.h"

namespace sentiment {
namespace {

std::string printed(InitDocument document, bool pretrain = false) {
  std::ostringstream out;
  EXPECT_EQ(init({.document = document, .pretrain = pretrain}, out), 0);
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

TEST(InitCommand, PrintsTheSameOfPretraining) {
  const PretrainingConfig config =
      parse_pretraining(printed(InitDocument::kStarterConfig, true), "starter", "/data");
  EXPECT_EQ(config.data.train.paths, std::vector<std::string>{"/data/reviews.csv"});
  const Json schema = parse_json(printed(InitDocument::kSchema, true));
  EXPECT_TRUE(schema.at("properties").contains("language_model"));
  EXPECT_NE(printed(InitDocument::kTable, true).find("`vectors.window`"), std::string::npos);
}

}  // namespace
}  // namespace sentiment
