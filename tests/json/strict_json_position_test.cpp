#include <gtest/gtest.h>

#include "core/quote.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

std::string position_of_error(std::string_view text) {
  try {
    parse_json(text);
  } catch (const JsonError& error) {
    return std::to_string(error.position.line).append(":").append(std::to_string(error.position.column));
  }
  return "none";
}

std::string position_of_key(std::string_view text, const std::string& key) {
  const TextPosition at = parse_located_json(text).keys.at(key);
  return std::to_string(at.line).append(":").append(std::to_string(at.column));
}

TEST(JsonPosition, IsTheStartOfATokenThatDoesNotFit) {
  EXPECT_EQ(position_of_error("[1 2]"), "1:4");
  EXPECT_EQ(position_of_error("[1 -23.5]"), "1:4");
  EXPECT_EQ(position_of_error("{\"a\" \"b\"}"), "1:6");
  EXPECT_EQ(position_of_error("{\"a\" \"\\\"b\\\\\"}"), "1:6");
  EXPECT_EQ(position_of_error("[\n1,\n]"), "3:1");
  EXPECT_EQ(position_of_error("{\"a\":1} {"), "1:9");
  EXPECT_EQ(position_of_error("{\n  \"a\": 01\n}"), "2:8");
  EXPECT_EQ(position_of_error("{true:1}"), "1:2");
}

TEST(JsonPosition, IsTheByteThatMakesATokenInvalid) {
  EXPECT_EQ(position_of_error("[1, foo]"), "1:6");
  EXPECT_EQ(position_of_error("\"a\tb\""), "1:3");
  EXPECT_EQ(position_of_error("[\"\xC3\xA9\xFF\"]"), "1:5");  // columns count bytes
  EXPECT_EQ(position_of_error("\"\\x\""), "1:3");
  EXPECT_EQ(position_of_error("[1.]"), "1:4");
  EXPECT_EQ(position_of_error("{}x"), "1:3");
}

TEST(JsonPosition, IsTheEndOfAnUnfinishedText) {
  EXPECT_EQ(position_of_error(""), "1:1");
  EXPECT_EQ(position_of_error("{\"a\": "), "1:7");
  EXPECT_EQ(position_of_error("[1,\n2\n"), "3:1");
  EXPECT_EQ(position_of_error("\"abc"), "1:5");
}

TEST(JsonPosition, IsTheRefusedKeyNumberOrBracket) {
  EXPECT_EQ(position_of_error("{\"a\":1,\n \"a\":2}"), "2:2");
  EXPECT_EQ(position_of_error("{\"a\":1,\n \"\\u0061\":2}"), "2:2");
  EXPECT_EQ(position_of_error("[1,\n  1E400]"), "2:3");
  EXPECT_EQ(position_of_error("[1,\n  18446744073709551616]"), "2:3");
  EXPECT_EQ(position_of_error(" -18446744073709551616"), "1:2");
  EXPECT_EQ(position_of_error("[-18446744073709551616 ]"), "1:2");
  EXPECT_EQ(position_of_error(std::string(70, '[')), "1:65");
  EXPECT_EQ(position_of_error(std::string_view("{}\n\0", 4)), "2:1");
}

TEST(JsonPosition, IsKnownForEachKey) {
  const std::string_view text =
      "{\n  \"model\": {\"layers\": 1,\n    \"a\\\"b\": [ {\"x\": 1} ]},\n  \"seed\" : 2}";
  EXPECT_EQ(position_of_key(text, "model"), "2:3");
  EXPECT_EQ(position_of_key(text, "model.layers"), "2:13");
  EXPECT_EQ(position_of_key(text, "model.a\"b"), "3:5");
  EXPECT_EQ(position_of_key(text, "seed"), "4:3");
}

}  // namespace
}  // namespace sentiment
