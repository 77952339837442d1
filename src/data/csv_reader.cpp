#include "data/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "json/spelling.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxColumns = 10'000;  // more is a file of another kind, and would cost memory

/// Column names short enough to be compared letter by letter.
std::vector<std::string> names_of(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  std::copy_if(columns.begin(), columns.end(), std::back_inserter(names),
               [](const std::string& column) { return column.size() < 100; });
  return names;
}

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> bytes, char separator, SourceName name,
                     const RowFormat& format, Wanted wanted)
    : name_(std::move(name)),
      format_(format),
      wanted_(wanted),
      policy_(format),
      parser_(std::move(bytes), separator, name_.full) {
  read_header();
  text_column_ = find_column(format_.text_column, "text_column");
  if (wanted_ == Wanted::kTextAndLabel ||
      std::count(columns_.begin(), columns_.end(), format_.label_column) == 1) {
    label_column_ = find_column(format_.label_column, "label_column");
  }
}

void CsvReader::read_header() {
  CsvRow row;
  const std::string file = printable(name_.full);
  if (!parser_.next(row, kMaxColumns)) {
    throw DataError(fmt::format("{}: empty; expected a header row with the names of the columns", file));
  }
  if (row.fault) throw DataError(fmt::format("{}:{}: {}", file, row.fault->line, row.fault->problem));
  if (row.columns > kMaxColumns) {
    throw DataError(fmt::format("{}: expected a header row of at most {} columns, found {}", file,
                                kMaxColumns, row.columns));
  }
  columns_ = std::move(row.cells);
  if (!admit_cells(columns_, fmt::format("{}:{}", file, row.line))) {
    throw DataError(
        fmt::format("{}: expected a header row in UTF-8, found other bytes; convert the file", file));
  }
}

std::size_t CsvReader::find_column(const std::string& column, const char* setting) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) {
    throw DataError(fmt::format("{}: expected a column {}{}, found the header {}; name the column with {}",
                                printable(name_.full), quote(column),
                                did_you_mean(column, names_of(columns_)), quote_list(columns_), setting));
  }
  if (std::find(found + 1, columns_.end(), column) != columns_.end()) {
    throw DataError(fmt::format("{}: expected one column {}, found several; rename all but one",
                                printable(name_.full), quote(column)));
  }
  return static_cast<std::size_t>(found - columns_.begin());
}

bool CsvReader::next(Record& record) {
  CsvRow row;
  while (parser_.next(row, columns_.size())) {
    if (row.blank && columns_.size() > 1) {
      policy_.skip("empty line");
    } else if (take(row, record)) {
      policy_.use();
      return true;
    }
  }
  return false;
}

/// Fills `record`; false if the row was rejected and counted.
bool CsvReader::take(CsvRow& row, Record& record) {
  const std::string place = fmt::format("{}:{}", printable(name_.full), row.line);
  if (!admit(row, place)) return false;
  record = Record{};
  record.text = row.cells[text_column_];
  if (label_column_) record.label = row.cells[*label_column_];
  if (wanted_ == Wanted::kText) {
    if (!policy_.admit_utf8(record.text, place)) return false;
    if (!is_valid_utf8(record.label)) record.label.clear();  // as good as none
  }
  record.has_label = !record.label.empty();
  record.cells = std::move(row.cells);
  record.place = fmt::format("{}:{}", printable(name_.brief), row.line);
  return true;
}

/// Whether the row has its cells; if not, it has been counted.
bool CsvReader::admit(CsvRow& row, const std::string& place) {
  if (row.fault) {
    policy_.reject(fmt::format("{}:{}", printable(name_.full), row.fault->line), row.fault->reason,
                   row.fault->problem);
    return false;
  }
  if (row.columns != columns_.size()) {
    policy_.reject(place, "wrong number of columns",
                   fmt::format("expected {} columns, found {}", columns_.size(), row.columns));
    return false;
  }
  if (wanted_ == Wanted::kTextAndLabel && row.cells[*label_column_].empty()) {
    policy_.reject(
        place, "no label",
        fmt::format("expected a label in column {}, found an empty cell", quote(format_.label_column)));
    return false;
  }
  return admit_cells(row.cells, place);
}

/// Where text alone is wanted, the other cells are there to be written out again, as they are.
bool CsvReader::admit_cells(std::vector<std::string>& cells, const std::string& place) {
  if (wanted_ == Wanted::kText) return true;
  return std::all_of(cells.begin(), cells.end(),
                     [&](std::string& cell) { return policy_.admit_utf8(cell, place); });
}

}  // namespace sentiment
