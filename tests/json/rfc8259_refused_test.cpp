// What RFC 8259 says is no JSON: each text is refused, alone and as a config file.
// Rows: B1
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "core/quote.h"
#include "json/config_text.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

using namespace std::string_view_literals;

void expect_refused(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
    EXPECT_NE(json_fault_in_config(text), "") << quote(text);
  }
}

TEST(Rfc8259Refused, NothingAtAll) { expect_refused({"", " ", "\n", "\t \r\n"}); }

TEST(Rfc8259Refused, WordsThatAreNoLiterals) {
  expect_refused({"nul",         "nulll", "NULL",   "Null",     "tru",        "truee",
                  "True",        "TRUE",  "fals",   "falsee",   "False",      "undefined",
                  "NaN",         "nan",   "[NaN]",  "[-NaN]",   "[Infinity]", "[-Infinity]",
                  "[+Infinity]", "[inf]", "[None]", "[yes]",    "[a]",        "[null true]",
                  "[nul]",       "[tru",  "*",      "[<null>]", "[n\0ull]"sv});
}

TEST(Rfc8259Refused, NumbersOfAnotherSpelling) {
  expect_refused({"01",      "-01",    "00",       "[012]",    "[-012]",  "[00.5]",  "+1",    "[+1]",
                  "[++1]",   "[--1]",  "-",        "[-]",      "[- 1]",   "[-a]",    "1.",    "[1.]",
                  "[-1.]",   "[1.e5]", ".5",       "[.5]",     "[-.5]",   "[.]",     "[.e1]", "[0.e1]",
                  "[1.2.3]", "[1.0.]", "[1..2]",   "[1e]",     "[1e+]",   "[1e-]",   "[1E]",  "[1E+]",
                  "[0e]",    "[0e+]",  "[1eE2]",   "[1e1.5]",  "[1e++2]", "[1e+-2]", "[e1]",  "[-e5]",
                  "[1.-2]",  "[1.+2]", "[1 000]",  "[1_000]",  "[1,000]", "[0x10]",  "[0b1]", "[0o7]",
                  "[1f]",    "[1L]",   "[1n]",     "[1-2]",    "[1+2]",   "[1/2]",   "[-1x]", "[1e5x]",
                  "[#1]",    "[$1]",   "[\uFF11]", "[\u22121]"});
}

TEST(Rfc8259Refused, StringsThatDoNotEnd) {
  expect_refused({R"("a)", R"(a")", R"(")", R"("\)", R"("\")", R"(["a)", R"(["a])", R"([a"])", R"({"a)",
                  R"("\u)", R"("\uD83D)", R"("a\u00)"});
}

TEST(Rfc8259Refused, StringsWithOtherQuotesOrEscapes) {
  expect_refused({"'a'",           "['a']",           "[`a`]",         "[\u201Ca\u201D]", R"(["\x41"])",
                  R"(["\a"])",     R"(["\'"])",       R"(["\0"])",     R"(["\e"])",       R"(["\v"])",
                  R"(["\ "])",     R"(["\u"])",       R"(["\u1"])",    R"(["\u12"])",     R"(["\u123"])",
                  R"(["\u12g4"])", R"(["\uXYZW"])",   R"(["\U0041"])", R"(["\u{41}"])",   R"(["\u 041"])",
                  "[\"\\\n\"]",    R"(["a" "b"])",    R"(["a"b])",     R"(["a""b"])",     R"("""a""")",
                  R"(["a"+"b"])",  "[\"\\\xC3\xA9\"]"});
}

TEST(Rfc8259Refused, ControlCharactersInStrings) {
  expect_refused({"[\"\n\"]", "[\"\t\"]", "[\"\r\"]", "[\"\0\"]"sv, "[\"a\0b\"]"sv, "[\"\x01\"]",
                  "[\"\x1F\"]", "[\"\x1B[2J\"]", "{\"\n\":1}", "{\"\x08\":1}"});
}

TEST(Rfc8259Refused, BytesThatAreNotUtf8) {
  expect_refused({"[\"\xFF\"]", "[\"\x80\"]", "[\"\xC3\"]", "[\"\xC3(\"]", "[\"\xC0\xAF\"]",
                  "[\"\xE0\x80\x80\"]", "[\"\xED\xA0\x80\"]", "[\"\xF0\x9F\x98\"]", "[\"\xF4\x90\x80\x80\"]",
                  "[\"\xF8\x88\x80\x80\x80\"]", "[\"caf\xE9\"]", "{\"\xFF\":1}", "[\xE9]", "\xFF"});
}

TEST(Rfc8259Refused, Arrays) {
  expect_refused({"[",    "]",    "[[",      "[]]",     "[[]",    "[1",         "[1,",   "[1,]", "[,1]",
                  "[,]",  "[,,]", "[1,,2]",  "[1,2,,]", "[1 2]",  "[1;2]",      "[1:2]", "[1]]", "[1][2]",
                  "[1}",  "[1)",  "(1)",     "[[1]",    "[1,[2]", R"(["a":1])", "[...]", "[1]x", "x[1]",
                  "[1],", ",[1]", "[\n1\n,", "[1\n2]",  "[{}",    "[{]}"});
}

TEST(Rfc8259Refused, Objects) {
  expect_refused({"{",
                  "}",
                  "{{",
                  "{}}",
                  R"({"a")",
                  R"({"a"})",
                  R"({"a":)",
                  R"({"a":})",
                  R"({"a":1)",
                  R"({"a":1,)",
                  R"({"a":1,})",
                  R"({,"a":1})",
                  "{,}",
                  "{:1}",
                  R"({"a"1})",
                  R"({"a" 1})",
                  R"({"a"::1})",
                  R"({"a"=1})",
                  R"({"a"=>1})",
                  R"({"a",1})",
                  R"({"a":1 "b":2})",
                  R"({"a":1;"b":2})",
                  R"({"a":1,,"b":2})",
                  "{a:1}",
                  "{'a':1}",
                  "{1:1}",
                  "{null:1}",
                  "{[]:1}",
                  "{{}:1}",
                  R"({"a":1])",
                  R"([{"a":1])",
                  R"({"a":1}})",
                  R"({"a":1,"b"})",
                  R"({"a":1,2})",
                  R"({"a" "b"})",
                  R"({"a":b})",
                  R"({"a":"b"c})"});
}

TEST(Rfc8259Refused, MoreThanOneValue) {
  expect_refused({"1 2", "null null", "true,false", R"("a" "b")", "{} {}", "{}{}", "[][]", "{}x", "{};",
                  "{}\0"sv, "{}\n\0x"sv, "\0"sv, "{}\x1A", "{}\x7F"});
}

TEST(Rfc8259Refused, Comments) {
  expect_refused({"// c\n{}", "{}//c", "/* c */{}", "{}/* c */", "[1,/* c */2]", "[1 // c\n]", "# c\n{}",
                  "{}#", "<!-- c -->{}", "-- c\n{}"});
}

TEST(Rfc8259Refused, OtherWhitespace) {
  expect_refused({"[\f]", "[\v]", "[\xC2\xA0]", "[\xE2\x80\xA8]", "[\xE3\x80\x80]", "[\xEF\xBB\xBF]", "\f{}",
                  "{}\b", "[1,\xC2\x85 2]"});
}

}  // namespace
}  // namespace sentiment
