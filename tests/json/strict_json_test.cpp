#include "json/strict_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>

#include "core/quote.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

TEST(StrictJson, AcceptsWhatRfc8259Allows) {
  for (const std::string_view text : {"null",
                                      "true",
                                      "false",
                                      "0",
                                      "-0",
                                      "-1",
                                      "1.5",
                                      "1e5",
                                      "1E+5",
                                      "1e-5",
                                      "0.0",
                                      "-0.0e0",
                                      "\"\"",
                                      "\"a\"",
                                      "[]",
                                      "{}",
                                      " [ ] ",
                                      "\t\r\n1\n",
                                      "[1,2]",
                                      "[[],[]]",
                                      "{\"a\":1}",
                                      "{\"\":0}",
                                      "{\"a\":{\"a\":1}}",
                                      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                      "\"\\u0041\"",
                                      "\"\\uD83D\\uDE00\"",
                                      "\"\\u0000\"",
                                      "\"\x7F\"",
                                      "\"\xC2\x80\"",
                                      "\"\xF4\x8F\xBF\xBF\"",
                                      "1e-400"}) {
    EXPECT_NO_THROW(parse_json(text)) << quote(text);
  }
}

TEST(StrictJson, RefusesWhatRfc8259Forbids) {
  for (const std::string_view text : {"",
                                      " ",
                                      "nul",
                                      "nulll",
                                      "True",
                                      "NaN",
                                      "Infinity",
                                      "-Infinity",
                                      "undefined",
                                      "01",
                                      "-01",
                                      "+1",
                                      "1.",
                                      ".5",
                                      "-",
                                      "1e",
                                      "1e+",
                                      "0x10",
                                      "1_000",
                                      "1,5",
                                      "'a'",
                                      "\"a",
                                      "a\"",
                                      "\"\\x41\"",
                                      "\"\\u12\"",
                                      "\"\\u12g4\"",
                                      "\"\n\"",
                                      "\"\t\"",
                                      "\"\\\"",
                                      "[",
                                      "]",
                                      "[1",
                                      "[1,",
                                      "[1,]",
                                      "[,1]",
                                      "[1 2]",
                                      "[1;2]",
                                      "{",
                                      "}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{\"a\" 1}",
                                      "{a:1}",
                                      "{1:1}",
                                      "{'a':1}",
                                      "{\"a\":1 \"b\":2}",
                                      "[1}",
                                      "{\"a\":1]",
                                      "1 2",
                                      "{} {}",
                                      "[]]",
                                      "{}x",
                                      "// c\n1",
                                      "/* c */1",
                                      "[1]//",
                                      "#1",
                                      "\xEF\xBB\xBF{}",
                                      "\xFE\xFF"}) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
  }
}

TEST(StrictJson, RefusesInvalidUtf8) {
  for (const std::string_view text : {"\"\xFF\"", "\"\x80\"", "\"\xC3\"", "\"\xC0\xAF\"", "\"\xE0\x80\x80\"",
                                      "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\xFF", "{\"\xFF\":1}"}) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
  }
}

TEST(StrictJson, RefusesLoneSurrogates) {
  for (const std::string_view text : {"\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"", "\"\\uD800a\"",
                                      "\"\\uD800\\n\"", "\"\\uDE00\\uD83D\"", "{\"\\uD800\":1}"}) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
  }
}

TEST(StrictJson, RefusesZeroBytes) {
  // nlohmann_json by itself stops reading there and calls it success.
  for (const std::string_view text : {std::string_view("{}\0x", 4), std::string_view("{}\0", 3),
                                      std::string_view("\0", 1), std::string_view("\"\0\"", 3)}) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
  }
}

TEST(StrictJson, RefusesDuplicateKeys) {
  EXPECT_EQ(message_of<JsonError>([] { parse_json("{\"a\":1,\"b\":2,\"a\":3}"); }),
            "invalid JSON: duplicate key \"a\"");
  EXPECT_THROW(parse_json("{\"a\":1,\"\\u0061\":1}"), JsonError);
  EXPECT_THROW(parse_json("[{\"x\":{\"a\":1,\"a\":1}}]"), JsonError);
  EXPECT_NO_THROW(parse_json("[{\"a\":1},{\"a\":1}]"));
  EXPECT_NO_THROW(parse_json("{\"a\":{\"a\":1},\"A\":1}"));
}

TEST(StrictJson, ExplainsAByteOrderMark) {
  EXPECT_THAT(message_of<JsonError>([] { parse_json("\xEF\xBB\xBF{}"); }), HasSubstr("byte order mark"));
}

TEST(StrictJson, KeepsIntegersExact) {
  EXPECT_EQ(parse_json("9223372036854775807").get<int64_t>(), INT64_MAX);
  EXPECT_EQ(parse_json("-9223372036854775808").get<int64_t>(), INT64_MIN);
  EXPECT_EQ(parse_json("18446744073709551615").get<uint64_t>(), UINT64_MAX);
  EXPECT_TRUE(parse_json("5.0").is_number_float());
}

// Rows: B2
TEST(StrictJson, RefusesIntegersThat64BitsDoNotHold) {
  EXPECT_EQ(message_of<JsonError>([] { parse_json("18446744073709551616"); }),
            "invalid JSON: an integer beyond 64 bits; write it as a string");
  for (const std::string_view text : {"-9223372036854775809", "[123456789012345678901234567890]",
                                      "{\"id\":18446744073709551616}", "-18446744073709551616 "}) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
  }
  EXPECT_EQ(parse_json("18446744073709551616.0").get<double>(), 18446744073709551616.0);
  EXPECT_EQ(parse_json("1e20").get<double>(), 1e20);
}

TEST(StrictJson, ReadsNegativeZero) {
  EXPECT_EQ(parse_json("-0").get<int64_t>(), 0);
  EXPECT_TRUE(std::signbit(parse_json("-0.0").get<double>()));
}

TEST(StrictJson, RefusesNumbersBeyondADouble) {
  EXPECT_EQ(message_of<JsonError>([] { parse_json("[1E400]"); }),
            "invalid JSON: number overflow parsing '1E400'");
  EXPECT_THROW(parse_json("-1e309"), JsonError);
  EXPECT_EQ(parse_json("1e-400").get<double>(), 0.0);
}

TEST(StrictJson, ReadsNumbersInAnyLocale) {
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // changes nothing where it is not installed
  EXPECT_EQ(parse_json("1.5").get<double>(), 1.5);
  EXPECT_EQ(dump_json(Json(1.5)), "1.5");
  std::setlocale(LC_ALL, "C");
}

TEST(StrictJson, KeepsTheOrderOfKeys) {
  EXPECT_EQ(dump_json(parse_json("{\"b\":1,\"a\":[2,{\"d\":3,\"c\":null}]}")),
            "{\"b\":1,\"a\":[2,{\"d\":3,\"c\":null}]}");
}

TEST(DumpJson, WritesTheShortestNumberThatReadsBack) {
  EXPECT_EQ(dump_json(Json(0.1)), "0.1");
  EXPECT_EQ(dump_json(Json(3.0)), "3.0");
  EXPECT_EQ(dump_json(Json(UINT64_MAX)), "18446744073709551615");
}

TEST(DumpJson, WritesInvalidUtf8AsReplacementCharacters) {
  EXPECT_EQ(dump_json(Json("a\xFF")), "\"a\uFFFD\"");
}

// Rows: F8
TEST(DumpJson, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(dump_json(Json("a\x7F"
                           "b")),
            R"("a\u007fb")");
  EXPECT_EQ(dump_json(Json("\u0080\u009B\u009F")), R"("\u0080\u009b\u009f")");
  EXPECT_EQ(dump_json(Json("\u061C \u200B\u200E\u200F \u2028\u202A\u202E")),
            R"("\u061c \u200b\u200e\u200f \u2028\u202a\u202e")");
  EXPECT_EQ(dump_json(Json("\u2060\u2066\u2069\u206F\uFEFF")), R"("\u2060\u2066\u2069\u206f\ufeff")");
  EXPECT_EQ(dump_json(Json("x\U000E0001\U000E007F")), R"("x\udb40\udc01\udb40\udc7f")");
  EXPECT_EQ(dump_json(parse_json("{\"\u202E\":1}")), R"({"\u202e":1})");
}

TEST(DumpJson, KeepsTextAsItIs) {
  for (const char* text :
       {"\u00A0\u00E9", "\u0600\u061B", "\u2010\u2019\u2027\u202F\u205F", "\u2070", "\uFF01\uFFFD",
        "\U0001F469\u200D\U0001F4BB", "\u200C", "\U000E0080", "\U0010FFFF"}) {
    EXPECT_EQ(dump_json(Json(text)), '"' + std::string(text) + '"');
  }
}

TEST(DumpJson, IsReadBackAsTheSameValue) {
  std::string all;
  for (const char* text : {"\x7F", "\u0085", "\u200B", "\u202E", "\uFEFF", "\U000E0041", "\\", "\n"})
    all += text;
  EXPECT_EQ(parse_json(dump_json(Json(all))).get<std::string>(), all);
}

TEST(DumpJson, IndentsWhenAsked) {
  EXPECT_EQ(dump_json(parse_json("{\"a\":[1]}"), 1), "{\n \"a\": [\n  1\n ]\n}");
}

}  // namespace
}  // namespace sentiment
