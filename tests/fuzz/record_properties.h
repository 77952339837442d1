// What holds of every reader of rows, whatever the bytes. The first byte of an input chooses what becomes of
// bad rows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/quote.h"
#include "data/memory_source.h"
#include "data/record_reader.h"
#include "fuzz/fuzz_target.h"

namespace sentiment {

inline RowFormat row_format(unsigned choice) {
  RowFormat format;
  format.on_bad_row = choice % 2 == 0 ? BadRow::kSkip : BadRow::kError;
  format.on_invalid_utf8 = choice / 2 % 3 == 0   ? InvalidUtf8::kReplace
                           : choice / 2 % 3 == 1 ? InvalidUtf8::kSkip
                                                 : InvalidUtf8::kError;
  return format;
}

struct ReadRows {
  std::vector<std::string> rows;
  bool ended = false;  // rather than in an error
};

/// Reads everything; the counts must add up at every row.
inline ReadRows read_rows(RecordReader& reader) {
  ReadRows result;
  result.ended = answers([&] {
    for (Record record; reader.next(record);) {
      expect(is_valid_utf8(record.text) && is_valid_utf8(record.label), "text and label are UTF-8");
      result.rows.push_back(record.place + '\n' + record.label + '\n' + record.text);
      expect(reader.counts().used == static_cast<int64_t>(result.rows.size()),
             "rows used are those returned");
    }
    expect(reader.counts().read == reader.counts().used + reader.counts().skipped_total(),
           "the counts add up");
  });
  return result;
}

/// Bytes that arrive whole and one by one are the same rows. `open` makes a reader of (source, format).
template <class Open>
void expect_same_rows(std::string_view text, const Open& open) {
  const RowFormat format = row_format(take_choice(text));
  const auto read = [&](std::size_t piece) {
    ReadRows rows;
    rows.ended = answers([&] {
                   const std::unique_ptr<RecordReader> reader =
                       open(in_memory(std::string(text), piece), format);
                   rows = read_rows(*reader);
                 }) &&
                 rows.ended;
    return rows;
  };
  const ReadRows whole = read(std::size_t{1} << 16);
  const ReadRows piecewise = read(1);
  expect(whole.ended == piecewise.ended && whole.rows == piecewise.rows, "rows do not depend on pieces");
}

}  // namespace sentiment
