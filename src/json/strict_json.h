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

struct LocatedJson {
  Json value;
  std::map<std::string, TextPosition> keys;  // "model.layers" -> where that key stands
};

/// Parses one JSON value. Throws JsonError for anything RFC 8259 forbids, invalid UTF-8, a duplicate key,
/// nesting deeper than 64 and numbers beyond a double's range.
Json parse_json(std::string_view text);

/// The same, and remembers where each key stands.
LocatedJson parse_located_json(std::string_view text);

/// JSON text; invalid UTF-8 in strings becomes U+FFFD, numbers are the shortest that read back the same.
/// `indent` as in nlohmann_json: -1 for one line.
std::string dump_json(const Json& value, int indent = -1);

}  // namespace sentiment
