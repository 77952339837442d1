#include "data/format_detection.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/error.h"
#include "core/quote.h"
#include "data/archive_file.h"
#include "data/compression.h"
#include "data/fasttext_reader.h"
#include "data/line_source.h"

namespace sentiment {
namespace {

DataFormat format_by_name(const Location& location) {
  const std::string name = split_compression(location.last_part()).content;
  const auto is = [&name](std::string_view suffix) { return name.ends_with(suffix); };
  if (is(".csv")) return DataFormat::kCsv;
  if (is(".tsv")) return DataFormat::kTsv;
  if (is(".jsonl") || is(".ndjson")) return DataFormat::kJsonl;
  const std::string given = printable(location.given);
  if (is(".json")) {
    throw DataError(
        fmt::format("{}: expected one JSON object a line, which .jsonl names; if that is what it holds, "
                    "rename it or set the format to \"jsonl\"",
                    given));
  }
  if ((is(".txt") || is(".ft")) && begins_like_fasttext(location)) return DataFormat::kFastText;
  throw DataError(fmt::format(
      "{}: cannot tell the format; set it to \"csv\", \"tsv\", \"jsonl\" or \"fasttext\"", given));
}

}  // namespace

bool begins_like_fasttext(const Location& location) {
  LineSource lines(open_bytes(location), location.given);
  for (std::string_view line; lines.next(line);) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin != std::string_view::npos) return line.substr(begin).starts_with(kFastTextPrefix);
  }
  return false;
}

DataFormat format_of_file(const Location& location, DataFormat wanted) {
  const std::string given = printable(location.given);
  if (wanted == DataFormat::kFolder) {
    throw DataError(fmt::format("{}: expected a folder, as the format says, found a file", given));
  }
  if (!location.inner && is_archive_name(location.path)) {
    throw DataError(fmt::format(
        "{}: expected data, found an archive; name the file or folder to read in it, as {}!/INNER/PATH",
        given, given));
  }
  return wanted == DataFormat::kAuto ? format_by_name(location) : wanted;
}

void expect_folder_format(const Location& location, DataFormat wanted) {
  if (wanted == DataFormat::kAuto || wanted == DataFormat::kFolder) return;
  throw DataError(
      fmt::format("{}: expected a file, as the format says, found a folder", printable(location.given)));
}

}  // namespace sentiment
