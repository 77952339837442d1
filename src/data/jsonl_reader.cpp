#include "data/jsonl_reader.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/quote.h"
#include "json/spelling.h"

namespace sentiment {
namespace {

/// A label as text: a string itself, an integer or boolean as JSON writes it; none for another type.
std::optional<std::string> label_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer() || value.is_boolean()) return dump_json(value);
  return std::nullopt;
}

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) {
    if (item.key().size() < 100) keys.push_back(item.key());
  }
  return keys;
}

std::string missing_key(const std::string& key, const Json& object) {
  return fmt::format("expected the key {}, found none{}", quote(key), did_you_mean(key, keys_of(object)));
}

}  // namespace

JsonlReader::JsonlReader(std::unique_ptr<ByteSource> bytes, SourceName name, const RowFormat& format,
                         Wanted wanted)
    : name_(std::move(name)),
      format_(format),
      wanted_(wanted),
      policy_(format),
      lines_(std::move(bytes), name_.full) {}

bool JsonlReader::next(Record& record) {
  std::string_view line;
  while (lines_.next(line)) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      policy_.skip("empty line");
    } else if (admit(line, record)) {
      record.place = fmt::format("{}:{}", printable(name_.brief), lines_.line_number());
      policy_.use();
      return true;
    }
  }
  return false;
}

/// Fills `record`; false if the row was rejected and counted.
bool JsonlReader::admit(std::string_view line, Record& record) {
  const std::string place = fmt::format("{}:{}", printable(name_.full), lines_.line_number());
  std::string bytes(line);
  if (!policy_.admit_utf8(bytes, place)) return false;
  Json row;
  try {
    row = parse_json(bytes);
  } catch (const JsonError& error) {
    policy_.reject(fmt::format("{}:{}", place, error.position.column), "invalid JSON", error.what());
    return false;
  }
  if (!row.is_object()) {
    policy_.reject(place, "not a JSON object",
                   fmt::format("expected a JSON object, found {}", row.type_name()));
    return false;
  }
  record = Record{};
  if (!take_text(row, record, place) || !take_label(row, record, place)) return false;
  if (const auto id = row.find("id"); id != row.end()) record.id = std::move(*id);
  return true;
}

bool JsonlReader::take_text(Json& row, Record& record, const std::string& place) {
  const auto text = row.find(format_.text_column);
  if (text == row.end()) {
    policy_.reject(place, "no text", missing_key(format_.text_column, row));
    return false;
  }
  if (!text->is_string()) {
    policy_.reject(
        place, "text is not a string",
        fmt::format("expected a string for {}, found {}", quote(format_.text_column), text->type_name()));
    return false;
  }
  record.text = text->get<std::string>();
  return true;
}

/// Where no label is wanted, one that cannot be used is as good as none.
bool JsonlReader::take_label(const Json& row, Record& record, const std::string& place) {
  const auto found = row.find(format_.label_column);
  const std::optional<std::string> label = found == row.end() ? std::nullopt : label_text(*found);
  record.has_label = label && !label->empty();
  if (record.has_label) record.label = *label;
  if (record.has_label || wanted_ == Wanted::kText) return true;
  const std::string problem =
      found == row.end()
          ? missing_key(format_.label_column, row)
          : fmt::format("expected a string that is not empty, an integer or a boolean for {}, found {}",
                        quote(format_.label_column), label ? "an empty string" : found->type_name());
  policy_.reject(place, "no label", problem);
  return false;
}

}  // namespace sentiment
