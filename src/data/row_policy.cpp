#include "data/row_policy.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/quote.h"
#include "data/utf8_source.h"

namespace sentiment {

RowPolicy::RowPolicy(const RowFormat& format)
    : on_bad_row_(format.on_bad_row), on_invalid_utf8_(format.on_invalid_utf8) {}

void RowPolicy::use() {
  ++counts_.read;
  ++counts_.used;
}

void RowPolicy::skip(const std::string& reason, int64_t rows) {
  counts_.read += rows;
  counts_.skipped[reason] += rows;
}

void RowPolicy::reject(const std::string& place, const std::string& reason, const std::string& problem) {
  if (on_bad_row_ == BadRow::kError) {
    throw DataError(
        fmt::format("{}: {}; correct the row, or skip such rows with on_bad_row = \"skip\"", place, problem));
  }
  skip(reason);
}

bool RowPolicy::admit_utf8(std::string& bytes, const std::string& place) {
  if (is_valid_utf8(bytes)) return true;
  if (on_invalid_utf8_ == InvalidUtf8::kError) {
    throw DataError(
        fmt::format("{}: expected UTF-8, found {}; convert the file, or set on_invalid_utf8 to "
                    "\"replace\" or \"skip\"",
                    place, quote_invalid_utf8(bytes)));
  }
  if (on_invalid_utf8_ == InvalidUtf8::kReplace) {
    bytes = replace_invalid_utf8(bytes);
    return true;
  }
  skip("invalid UTF-8");
  return false;
}

}  // namespace sentiment
