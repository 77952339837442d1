// Reading in one thread while others compute, without ever holding a row back for the sake of the next.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "data/record_reader.h"

namespace sentiment {

/// Rows read by a thread of its own. Whoever takes gets what has arrived, so a slow pipe is answered row by
/// row and a fast one in large blocks; when nobody takes, reading stops at a bound.
class ReadAhead {
 public:
  /// Holds at most `max_rows` rows, and no further one beyond 16 MB of text, cells and ids. Until the end has
  /// been taken, `reader` is the thread's.
  ReadAhead(std::shared_ptr<RecordReader> reader, std::size_t max_rows);
  /// Does not wait for input: a thread inside read(2) is left to end with the process.
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// All rows that are there, waiting for at least one; none at the end. An exception of the reader is
  /// rethrown here, after the rows before it have been taken.
  std::vector<Record> take();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace sentiment
