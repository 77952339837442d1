// Rows of separated values as RFC 4180 writes them, with line ends LF, CRLF or CR, also mixed.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/byte_source.h"

namespace sentiment {

/// Why a row is not what RFC 4180 allows.
struct CsvFault {
  std::string reason;   // the kind, to count by
  std::string problem;  // what was found where in the row
  int64_t line;
};

struct CsvRow {
  std::vector<std::string> cells;  // the first ones, at most as many as were asked for
  std::size_t columns = 0;         // how many the row has
  int64_t line = 0;                // where it begins, from 1
  bool blank = false;              // a line end and nothing else
  std::optional<CsvFault> fault;   // the first one; the row then ends at the next line end
};

class CsvParser {
 public:
  /// `separator` is ',' or a tab. `name` is for messages.
  CsvParser(std::unique_ptr<ByteSource> bytes, char separator, std::string name);

  /// Reads the next row, of which `max_cells` cells are kept; false at the end. Returns as soon as the row's
  /// line end has arrived. Throws DataError for a row longer than 16 MB, Error on input errors.
  bool next(CsvRow& row, std::size_t max_cells);

 private:
  enum class State { kCellStart, kPlain, kQuoted, kQuoteSeen };
  using Stops = std::array<char, 4>;  // bytes that end a stretch of plain text

  bool refill();
  void pass();  // over the byte at at_
  void take_until(const Stops& stops);
  // Steps return true when the row is complete.
  bool step(CsvRow& row);
  bool step_plain(CsvRow& row);
  void step_quoted();
  bool step_after_quote(CsvRow& row);
  bool end_cell_here(CsvRow& row);
  void end_cell(CsvRow& row);
  void fault(CsvRow& row, const char* reason, int64_t line) const;
  bool end_of_input(CsvRow& row);

  std::unique_ptr<ByteSource> bytes_;
  std::string name_;
  char separator_;
  Stops plain_stops_;
  std::vector<char> piece_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;

  State state_ = State::kCellStart;
  std::string cell_;
  std::size_t max_cells_ = 0;
  std::size_t row_bytes_ = 0;
  int64_t line_ = 1;
  int64_t quote_line_ = 0;
  char last_ = 0;  // the byte before at_: a line feed after a carriage return ends nothing
};

}  // namespace sentiment
