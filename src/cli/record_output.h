// Results in whole records, also when the program is told to stop.
#pragma once

#include <ostream>
#include <string_view>

namespace sentiment {

/// Writes results on behalf of a filter. While one lives, a SIGINT or SIGTERM that comes during write() ends
/// the process after it, so that no record is cut, and at any other time at once; a second one never waits.
/// The process ends by the signal itself, as that of a filter should. Signals that are ignored stay so.
/// One at a time, used by the thread that made it.
class RecordOutput {
 public:
  explicit RecordOutput(std::ostream& out);
  ~RecordOutput();
  RecordOutput(const RecordOutput&) = delete;
  RecordOutput& operator=(const RecordOutput&) = delete;

  /// Writes whole records and hands them on at once; throws as write_results does.
  void write(std::string_view records);

 private:
  std::ostream& out_;
};

}  // namespace sentiment
