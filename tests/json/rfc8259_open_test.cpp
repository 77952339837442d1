// What RFC 8259 leaves to a reader: what this one does with it. Some of it others must read: a key that
// stands twice in an object is refused on purpose (one of the two values would go unseen), and so are nesting
// beyond 64, a byte order mark, and numbers that would come back as others. Rows: B1 B2
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/quote.h"
#include "json/config_text.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

using namespace std::string_literals;

void expect_refused(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    EXPECT_THROW(parse_json(text), JsonError) << quote(text);
    EXPECT_NE(json_fault_in_config(text), "") << quote(text);
  }
}

void expect_accepted(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    EXPECT_NO_THROW(parse_json(text)) << quote(text);
    EXPECT_EQ(json_fault_in_config(text), "") << quote(text);
  }
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(Rfc8259Open, KeysThatStandTwiceAreRefused) {
  expect_refused({R"({"a":1,"a":2})", R"({"a":1,"a":1})", R"({"a":1,"\u0061":2})", R"({"x":{"":1,"":2}})"});
}

TEST(Rfc8259Open, NestingBeyond64IsRefused) {
  expect_accepted({nested(64)});
  expect_refused({nested(65), nested(500)});
}

TEST(Rfc8259Open, AByteOrderMarkAndOtherEncodingsAreRefused) {
  expect_refused({"\xEF\xBB\xBF{}", "\xFF\xFE[\0]\0"s, "\xFE\xFF\0[\0]"s, "[\0]\0"s, "\0[\0]"s});
}

TEST(Rfc8259Open, NumbersThatNoTypeHoldsAreRefused) {
  expect_refused({"[1e400]", "[-1e+9999]", "[0.4e0066999999999999999999]", "[123123e100000]",
                  "[18446744073709551616]", "[-9223372036854775809]", "[123456789012345678901234567890]",
                  "[-237462374673276894279832749832423479823246327846]"});
}

TEST(Rfc8259Open, NumbersNearOneThatADoubleHoldsAreRead) {
  expect_accepted(
      {"[1e-400]", "[123e-10000000]", "[0." + std::string(500, '1') + "]", "[1e000000000000000000001]"});
}

TEST(Rfc8259Open, HalvesOfSurrogatePairsAreRefused) {
  expect_refused({R"(["\uD800"])", R"(["\uDC00"])", R"(["\uDADA"])", R"(["\uD800\uD800"])",
                  R"(["\uDE00\uD83D"])", R"(["\uD888\u1234"])", R"(["\uD800a"])", R"(["\uD800\n"])",
                  R"({"\uDFAA":0})"});
}

TEST(Rfc8259Open, NoncharactersAreRead) {
  expect_accepted({R"(["\uFDD0"])", R"(["\uFFFE"])", R"(["\uD83F\uDFFE"])", "[\"\xF0\x9F\xBF\xBE\"]"});
}

}  // namespace
}  // namespace sentiment
