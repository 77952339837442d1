#include "training/training_log.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(MetricsFile, KeepsWhatTheCheckpointHadSeen) {
  const TemporaryFolder folder;
  const auto path = folder.write("metrics.jsonl", "{\"step\":5}\n{\"step\":10}\n{\"step\":15}\n{\"st");
  MetricsFile metrics(path, 10);
  metrics.append({{"step", 11}});
  EXPECT_EQ(folder.read("metrics.jsonl"), "{\"step\":5}\n{\"step\":10}\n{\"step\":11}\n");
}

TEST(ClockTime, HasHoursOnlyWhenThereAreSome) {
  EXPECT_EQ(clock_time(0.4), "00:00");
  EXPECT_EQ(clock_time(72.0), "01:12");
  EXPECT_EQ(clock_time(3723.0), "1:02:03");
}

}  // namespace
}  // namespace sentiment
