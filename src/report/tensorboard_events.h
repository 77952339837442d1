// The events of metrics.jsonl as TensorBoard reads them.
// https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "json/strict_json.h"

namespace sentiment {

/// One event as a record: every number of it is the scalar "KIND/KEY" at the event's "step", where KIND is
/// "train" for an interval and else the "event"; within objects the keys are joined by "/". "nan", "inf" and
/// "-inf" are numbers too, "step", "epoch" and "time" (wall time in seconds since 1970) no scalars.
/// Precondition: `event` is an object with an integer "step".
std::string tensorboard_record(const Json& event);

/// An events file that says what metrics.jsonl says.
class TensorboardFile {
 public:
  /// Replaces the file, and makes its folder, whose parent is there: `metrics` is metrics.jsonl so far, so
  /// that a resumed run has each event once, whatever a kill left in the file. Throws Error.
  TensorboardFile(std::filesystem::path path, std::string_view metrics);

  /// Written at once. Throws Error.
  void append(const Json& event);

 private:
  std::filesystem::path path_;
};

}  // namespace sentiment
