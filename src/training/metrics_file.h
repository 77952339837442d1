// metrics.jsonl: what happens in a run, one JSON object per event. Each has "event", "time" and "step".
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "json/strict_json.h"
#include "report/tensorboard_events.h"

namespace sentiment {

/// Appends events to metrics.jsonl; a resumed run cuts off what its checkpoint had not seen.
class MetricsFile {
 public:
  /// Keeps the events up to `last_step` of an existing file. `tensorboard`: an events file that is to say the
  /// same. Throws Error.
  MetricsFile(std::filesystem::path path, int64_t last_step,
              std::optional<std::filesystem::path> tensorboard = std::nullopt);
  /// One line, written at once. Throws Error.
  void append(const Json& event);
  /// Keeps the events up to a step that training has gone back to. Throws Error.
  void go_back_to(int64_t step);
  /// The events of this name, in their order; none without a file. Throws Error.
  std::vector<Json> events(std::string_view name) const;

 private:
  std::filesystem::path path_;
  std::optional<std::filesystem::path> tensorboard_path_;
  std::optional<TensorboardFile> tensorboard_;
};

/// Seconds since 1970, to the millisecond: an event's "time".
double unix_time();

}  // namespace sentiment
