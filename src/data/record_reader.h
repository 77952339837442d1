// One interface in front of every format: rows come one at a time, in an order that never depends on the file
// system.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/data_config.h"
#include "data/record.h"

namespace sentiment {

class RecordReader {
 public:
  virtual ~RecordReader() = default;

  /// Fills `record` with the next row; false at the end. A row that cannot be used (malformed, invalid UTF-8)
  /// is an error or is skipped and counted, as RowFormat says. Throws DataError with file and line, Error on
  /// input errors.
  virtual bool next(Record& record) = 0;

  /// Column names of CSV and TSV; empty elsewhere.
  virtual const std::vector<std::string>& columns() const = 0;

  /// Rows seen so far; `used` counts those returned by next().
  virtual const RowCounts& counts() const = 0;
};

/// What a reader must find in each row.
enum class Wanted { kTextAndLabel, kText };

/// Opens a data file, folder, compressed file or "ARCHIVE!/INNER/PATH".
/// Throws Error if it does not exist, DataError if its format cannot be told or a column is missing.
std::unique_ptr<RecordReader> open_records(const std::string& location, const RowFormat& format,
                                           Wanted wanted);

/// Reads rows from an open file descriptor (standard input) as they arrive: a row is returned as soon as its
/// line is complete, without waiting for the next one. `format` must name a format with lines. `name` is for
/// messages.
std::unique_ptr<RecordReader> open_records(int descriptor, const std::string& name, const RowFormat& format,
                                           Wanted wanted);

}  // namespace sentiment
