// Inputs meant to exhaust the stack, the memory or the patience of a reader.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/strict_json.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST(StrictJsonLimits, AllowNesting64Deep) {
  EXPECT_NO_THROW(parse_json(repeated("[", 64) + repeated("]", 64)));
  EXPECT_NO_THROW(parse_json(repeated("{\"a\":", 63) + "[]" + repeated("}", 63)));
}

TEST(StrictJsonLimits, RefuseNesting65Deep) {
  const auto parse = [] { parse_json(repeated("[", 65) + repeated("]", 65)); };
  EXPECT_EQ(message_of<JsonError>(parse), "invalid JSON: nested deeper than 64");
  EXPECT_THROW(parse_json(repeated("{\"a\":", 64) + "[]" + repeated("}", 64)), JsonError);
}

TEST(StrictJsonLimits, SurviveAHundredThousandBrackets) {
  EXPECT_THROW(parse_json(repeated("[", 100'000)), JsonError);
  EXPECT_THROW(parse_json(repeated("{\"a\":", 100'000)), JsonError);
  EXPECT_THROW(parse_json(repeated("]", 100'000)), JsonError);
}

TEST(StrictJsonLimits, ReadAHundredThousandKeysInLinearTime) {
  std::string text = "{\n";
  for (int i = 0; i < 100'000; ++i)
    text.append(i == 0 ? "\"" : ",\n\"").append(std::to_string(i)).append("\":0");
  text += "}";
  const LocatedJson parsed = parse_located_json(text);
  EXPECT_EQ(parsed.value.size(), 100'000u);
  EXPECT_EQ(parsed.keys.at("99999").line, 100'001u);
}

// Rows: A12 B1
TEST(StrictJsonLimits, SurviveAMillionBracketsOfBothKinds) {
  EXPECT_THROW(parse_json(repeated("[{\"\":", 50'000)), JsonError);
  EXPECT_THROW(parse_json(repeated("[", 1'000'000)), JsonError);
  EXPECT_THROW(parse_located_json(repeated("{\"a\":", 1'000'000)), JsonError);
}

TEST(StrictJsonLimits, RememberNoPlaceOfALongPath) {
  const std::string longest(kMaxLocatedPath, 'k');
  const LocatedJson kept = parse_located_json("{\"" + longest + "\":{\"x\":1},\"a\":{\"b\":2}}");
  EXPECT_THAT(kept.keys,
              testing::UnorderedElementsAre(testing::Key(longest), testing::Key("a"), testing::Key("a.b")));
  const LocatedJson cut = parse_located_json("{\"" + longest + "k\":{\"x\":[{\"y\":1}]}}");
  EXPECT_THAT(cut.keys, testing::IsEmpty());
}

// A key of 200 kB with 20,000 children: their full paths are 4 GB.
TEST(StrictJsonLimits, DoNotMultiplyALongKeyByItsChildren) {
  std::string text = "{\"" + std::string(200'000, 'k') + "\":{\"\":0";
  for (int i = 0; i < 20'000; ++i) text.append(",\"").append(std::to_string(i)).append("\":0");
  text += "}}";
  EXPECT_THAT(parse_located_json(text).keys, testing::IsEmpty());
}

TEST(StrictJsonLimits, KeepMessagesShort) {
  const std::string digits(1'000'000, '9');
  EXPECT_LT(message_of<JsonError>([&] { parse_json(digits); }).size(), 200u);
  EXPECT_LT(message_of<JsonError>([&] { parse_json('"' + digits); }).size(), 200u);
  EXPECT_LT(message_of<JsonError>([&] { parse_json(digits + ".5"); }).size(), 200u);
  const std::string twice =
      std::string("{\"").append(digits).append("\":1,\"").append(digits).append("\":1}");
  EXPECT_LT(message_of<JsonError>([&] { parse_json(twice); }).size(), 200u);
}

}  // namespace
}  // namespace sentiment
