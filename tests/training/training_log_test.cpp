#include "training/training_log.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/file_size_limit.h"
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

TEST(MetricsFile, GoesBackAndFindsItsEvents) {
  const TemporaryFolder folder;
  const auto path = folder.write("metrics.jsonl", "");
  MetricsFile metrics(path, 0);
  metrics.append({{"event", "a"}, {"step", 0}});
  metrics.append({{"event", "b"}, {"step", 10}});
  metrics.append({{"event", "a"}, {"step", 20}});
  metrics.go_back_to(10);
  metrics.append({{"event", "a"}, {"step", 10}, {"words", "{\"event\":\"b\","}});
  EXPECT_EQ(folder.read("metrics.jsonl"),
            "{\"event\":\"a\",\"step\":0}\n{\"event\":\"b\",\"step\":10}\n"
            "{\"event\":\"a\",\"step\":10,\"words\":\"{\\\"event\\\":\\\"b\\\",\"}\n");
  EXPECT_EQ(metrics.events("a").size(), 2u);
  EXPECT_EQ(metrics.events("b").at(0).at("step"), 10);
  EXPECT_TRUE(metrics.events("c").empty());
}

// Rows: H5
TEST(MetricsFile, KeepsWholeLinesWhereverAKillCutTheLast) {
  const TemporaryFolder folder;
  const std::string events = "{\"step\":5}\n{\"step\":6}\n";
  for (std::size_t size = 0; size <= events.size(); ++size) {
    const auto path = folder.write("metrics.jsonl", events.substr(0, size));
    MetricsFile metrics(path, 6);
    const std::size_t lines = size == events.size() ? events.size() : size < 11 ? 0 : 11;
    EXPECT_EQ(folder.read("metrics.jsonl"), events.substr(0, lines)) << size;
  }
}

TEST(MetricsFile, TellsTensorBoardTheSame) {
  const TemporaryFolder folder;
  const auto path = folder.write("metrics.jsonl", "{\"step\":5,\"a\":1}\n{\"step\":15,\"a\":2}\n");
  MetricsFile metrics(path, 10, folder.path() / "tensorboard/events");
  metrics.append({{"step", 11}, {"a", 3}});
  const std::string events = folder.read("tensorboard/events");
  TensorboardFile(folder.path() / "tensorboard/again", folder.read("metrics.jsonl"));
  EXPECT_EQ(events, folder.read("tensorboard/again"));
  EXPECT_NE(events.find(tensorboard_record({{"step", 11}, {"a", 3}})), std::string::npos);
}

TEST(MetricsFile, WritesNothingForTensorBoardUnlessAsked) {
  const TemporaryFolder folder;
  MetricsFile(folder.path() / "metrics.jsonl", 0).append({{"step", 1}});
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

// Rows: C5
TEST(MetricsFile, SaysWhyAnEventCannotBeWritten) {
  const TemporaryFolder folder;
  MetricsFile metrics(folder.path() / "metrics.jsonl", 0);
  const FileSizeLimit limit(4);
  const std::string message = message_of<Error>([&] { metrics.append({{"step", 1}}); });
  EXPECT_NE(message.find("metrics.jsonl: writing failed: File too large: it needs 11 bytes"),
            std::string::npos)
      << message;
}

TEST(ClockTime, HasHoursOnlyWhenThereAreSome) {
  EXPECT_EQ(clock_time(0.4), "00:00");
  EXPECT_EQ(clock_time(72.0), "01:12");
  EXPECT_EQ(clock_time(3723.0), "1:02:03");
}

}  // namespace
}  // namespace sentiment
