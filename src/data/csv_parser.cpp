#include "data/csv_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/line_source.h"
#include "data/utf8_source.h"

namespace sentiment {
namespace {

constexpr std::array<char, 4> kQuotedStops{'"', '\r', '\n', '\n'};

bool ends_line(char byte) { return byte == '\n' || byte == '\r'; }

/// The first of four bytes, or the end. Blocks without one are passed over whole, as vectors.
const char* find_stop(const char* at, const char* end, const std::array<char, 4>& stops) {
  const auto is = [](char c, char stop) { return static_cast<unsigned>(c == stop); };
  const auto is_stop = [&](char c) {
    return (is(c, stops[0]) | is(c, stops[1]) | is(c, stops[2]) | is(c, stops[3])) != 0;
  };
  constexpr std::ptrdiff_t kBlock = 32;
  for (; end - at >= kBlock; at += kBlock) {
    unsigned char found = 0;
    for (std::ptrdiff_t i = 0; i < kBlock; ++i) found |= static_cast<unsigned char>(is_stop(at[i]));
    if (found != 0) break;
  }
  return std::find_if(at, end, is_stop);
}

}  // namespace

CsvParser::CsvParser(std::unique_ptr<ByteSource> bytes, char separator, std::string name)
    : bytes_(std::make_unique<Utf8Source>(std::move(bytes), name)),
      name_(std::move(name)),
      separator_(separator),
      plain_stops_{separator, '"', '\n', '\r'},
      piece_(kPieceBytes) {}

bool CsvParser::next(CsvRow& row, std::size_t max_cells) {
  row.cells.clear();
  row.columns = 0;
  row.line = line_;
  row.blank = false;
  row.fault.reset();
  max_cells_ = max_cells;
  row_bytes_ = 0;
  state_ = State::kCellStart;
  while (at_ != end_ || refill()) {
    if (row_bytes_ == 0 && *at_ == '\n' && last_ == '\r') {  // of the line end that closed the row before
      pass();
      row_bytes_ = 0;
      continue;
    }
    const bool complete = step(row);
    if (row_bytes_ > kMaxLineBytes) {
      throw DataError(
          fmt::format("{}:{}: expected rows of at most 16 MB, found a longer one; look for a quote "
                      "that is never closed",
                      printable(name_), row.line));
    }
    if (complete) return true;
  }
  return end_of_input(row);
}

bool CsvParser::refill() {
  const std::size_t count = bytes_->read(piece_);
  at_ = piece_.data();
  end_ = at_ + count;
  return count > 0;
}

void CsvParser::pass() {
  if (*at_ == '\r' || (*at_ == '\n' && last_ != '\r')) ++line_;
  last_ = *at_++;
  ++row_bytes_;
}

void CsvParser::take_until(const Stops& stops) {
  const char* const stop = find_stop(at_, end_, stops);
  if (stop == at_) return;
  cell_.append(at_, stop);
  row_bytes_ += static_cast<std::size_t>(stop - at_);
  at_ = stop;
  last_ = at_[-1];
}

bool CsvParser::step(CsvRow& row) {
  switch (state_) {
    case State::kCellStart:
      if (*at_ != '"') return step_plain(row);
      state_ = State::kQuoted;
      quote_line_ = line_;
      pass();
      return false;
    case State::kQuoted:
      step_quoted();
      return false;
    case State::kQuoteSeen:
      return step_after_quote(row);
    case State::kPlain:
      break;
  }
  return step_plain(row);
}

bool CsvParser::step_plain(CsvRow& row) {
  state_ = State::kPlain;
  take_until(plain_stops_);
  if (at_ == end_) return false;
  if (*at_ != '"') return end_cell_here(row);
  fault(row, "quote inside an unquoted cell", line_);
  cell_ += '"';
  pass();
  return false;
}

void CsvParser::step_quoted() {
  take_until(kQuotedStops);
  if (at_ == end_) return;
  if (*at_ == '"') {
    state_ = State::kQuoteSeen;
  } else {
    cell_ += *at_;
  }
  pass();
}

/// A quote inside a quoted cell was its end, or the first half of an escaped one.
bool CsvParser::step_after_quote(CsvRow& row) {
  if (*at_ == separator_ || ends_line(*at_)) return end_cell_here(row);
  if (*at_ != '"') {
    fault(row, "text after a closing quote", line_);
    return step_plain(row);
  }
  cell_ += '"';
  state_ = State::kQuoted;
  pass();
  return false;
}

/// At a separator or a line end.
bool CsvParser::end_cell_here(CsvRow& row) {
  const bool complete = ends_line(*at_);
  row.blank = complete && row_bytes_ == 0;
  end_cell(row);
  pass();
  return complete;
}

void CsvParser::end_cell(CsvRow& row) {
  if (row.cells.size() < max_cells_) row.cells.push_back(cell_);
  ++row.columns;
  cell_.clear();
  state_ = State::kCellStart;
}

void CsvParser::fault(CsvRow& row, const char* reason, int64_t line) const {
  if (row.fault) return;
  row.fault = {reason,
               fmt::format("expected a cell as RFC 4180 allows, found {} (cell {})", reason, row.columns + 1),
               line};
}

bool CsvParser::end_of_input(CsvRow& row) {
  if (row_bytes_ == 0) return false;
  if (state_ == State::kQuoted) fault(row, "a quote that is open to the end of the file", quote_line_);
  end_cell(row);
  return true;
}

}  // namespace sentiment
