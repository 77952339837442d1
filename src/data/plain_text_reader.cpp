#include "data/plain_text_reader.h"

#include <fmt/format.h>

#include <utility>

#include "core/quote.h"
#include "data/compression.h"
#include "data/format_detection.h"
#include "data/location.h"

namespace sentiment {
namespace {

bool is_plain_text(const Location& place, DataFormat wanted) {
  if (wanted != DataFormat::kAuto || !split_compression(place.last_part()).content.ends_with(".txt"))
    return false;
  if (!place.inner && std::filesystem::is_directory(place.path)) return false;
  return !begins_like_fasttext(place);
}

}  // namespace

PlainTextReader::PlainTextReader(std::unique_ptr<ByteSource> bytes, SourceName name, const RowFormat& format)
    : name_(std::move(name)), policy_(format), lines_(std::move(bytes), name_.full) {}

bool PlainTextReader::next(Record& record) {
  for (std::string_view line; lines_.next(line);) {
    if (line.find_first_not_of(" \t") == std::string_view::npos) {
      policy_.skip("empty line");
      continue;
    }
    std::string text(line);
    const std::string place = fmt::format("{}:{}", printable(name_.full), lines_.line_number());
    if (!policy_.admit_utf8(text, place)) continue;
    record = Record{};
    record.text = std::move(text);
    record.place = fmt::format("{}:{}", printable(name_.brief), lines_.line_number());
    policy_.use();
    return true;
  }
  return false;
}

std::unique_ptr<RecordReader> open_texts(const std::string& location, const RowFormat& format) {
  const Location place = parse_location(location);
  if (!is_plain_text(place, format.format)) return open_records(location, format, Wanted::kText);
  return std::make_unique<PlainTextReader>(open_bytes(place), SourceName{place.given, place.last_part()},
                                           format);
}

}  // namespace sentiment
