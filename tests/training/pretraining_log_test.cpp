#include "training/pretraining_log.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/small_pretraining.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(PretrainingLog, NamesALargestNormThatIsNoNumber) {
  const TemporaryFolder folder;
  MetricsFile metrics(folder.path() / "metrics.jsonl", 0);
  const PretrainingConfig config = small_pretraining();
  const TextCorpus corpus = small_texts();
  LanguageModelTrainer trainer = small_language_model(config, corpus);
  StepReport report = trainer.train_step();
  PretrainingLog log(config.trainer, 0.0);
  log.add(trainer, report, metrics);
  EXPECT_TRUE(metrics.events("interval").empty());
  report.clip.norm = std::numeric_limits<double>::quiet_NaN();
  log.add(trainer, report, metrics);
  const std::vector<Json> events = metrics.events("interval");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("gradient_norm"), "nan");
  EXPECT_EQ(events[0].at("gradient_norm_max"), "nan");
}

TEST(LargerNorm, IsNoNumberOnceThereWasOne) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(larger_norm(1.0, 2.0), 2.0);
  EXPECT_EQ(larger_norm(2.0, 1.0), 2.0);
  EXPECT_TRUE(std::isnan(larger_norm(1.0, nan)));
  EXPECT_TRUE(std::isnan(larger_norm(nan, 1.0)));
}

}  // namespace
}  // namespace sentiment
