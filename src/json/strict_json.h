// JSON as RFC 8259 means it, and stricter: no duplicate keys, no deep nesting; every error has a place.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/error.h"

namespace sentiment {

/// Keeps the order of keys as written.
using Json = nlohmann::ordered_json;

struct TextPosition {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in bytes
};

/// The text is not acceptable JSON. what() is `invalid JSON: REASON`; callers put the file in front.
struct JsonError : Error {
  JsonError(const std::string& reason, TextPosition at) : Error("invalid JSON: " + reason), position(at) {}
  TextPosition position;
};

/// The longest dotted path of a key whose place is remembered, in bytes. A longer one names no setting, and a
/// long key with many children would cost the product of their sizes.
inline constexpr std::size_t kMaxLocatedPath = 256;

struct LocatedJson {
  Json value;
  std::map<std::string, TextPosition> keys;  // "model.layers" -> where that key stands
};

/// Parses one JSON value. Throws JsonError for anything RFC 8259 forbids, invalid UTF-8, a byte order mark, a
/// duplicate key, nesting deeper than 64, numbers beyond a double's range and integers beyond 64 bits.
Json parse_json(std::string_view text);

/// The same, and remembers where each key stands whose path has at most kMaxLocatedPath bytes.
LocatedJson parse_located_json(std::string_view text);

/// JSON text; invalid UTF-8 in strings becomes U+FFFD, numbers are the shortest that read back the same. What
/// printable() escapes (DEL, C1 controls, bidirectional marks, ...) is written as \uXXXX, but for the joiners
/// U+200C and U+200D: the same value, and safe to show on a terminal.
/// `indent` as in nlohmann_json: -1 for one line.
std::string dump_json(const Json& value, int indent = -1);

}  // namespace sentiment
