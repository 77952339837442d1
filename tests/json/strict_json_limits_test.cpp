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

TEST(StrictJsonLimits, KeepMessagesShort) {
  const std::string digits(1'000'000, '9');
  EXPECT_LT(message_of<JsonError>([&] { parse_json(digits); }).size(), 200u);
  EXPECT_LT(message_of<JsonError>([&] { parse_json('"' + digits); }).size(), 200u);
  const std::string twice =
      std::string("{\"").append(digits).append("\":1,\"").append(digits).append("\":1}");
  EXPECT_LT(message_of<JsonError>([&] { parse_json(twice); }).size(), 200u);
}

}  // namespace
}  // namespace sentiment
