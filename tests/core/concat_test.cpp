#include "core/concat.h"

#include <gtest/gtest.h>

#include <cfloat>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <locale>

namespace sentiment {
namespace {

/// Groups thousands with dots and writes a decimal comma.
struct CommaNumbers : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Concat, PutsPartsOneAfterAnother) {
  EXPECT_EQ(concat("step ", 12, " of ", uint64_t{18446744073709551615u}, std::string(": "), -1),
            "step 12 of 18446744073709551615: -1");
  EXPECT_EQ(concat(), "");
}

TEST(Concat, WritesTheShortestNumberThatReadsBack) {
  EXPECT_EQ(concat(0.1, " ", 1e300, " ", 0.1F), "0.1 1e+300 0.1");
  EXPECT_EQ(concat(-DBL_MIN), "-2.2250738585072014e-308");
  EXPECT_EQ(concat(HUGE_VAL, " ", -HUGE_VAL), "inf -inf");
}

TEST(Concat, DoesNotDependOnTheLocale) {
  const std::locale before = std::locale::global(std::locale(std::locale(), new CommaNumbers));
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // changes nothing where it is not installed
  EXPECT_EQ(concat(1234567.5, " ", 1234567), "1234567.5 1234567");
  EXPECT_EQ(fixed(1234567.5, 2), "1234567.50");
  EXPECT_EQ(scientific(0.0015, 1), "1.5e-03");
  std::setlocale(LC_ALL, "C");
  std::locale::global(before);
}

TEST(Fixed, WritesAsManyDecimalsAsAsked) {
  EXPECT_EQ(fixed(0.125, 0), "0");
  EXPECT_EQ(fixed(2.0 / 3, 3), "0.667");
  EXPECT_EQ(fixed(-1.0, 2), "-1.00");
  EXPECT_EQ(fixed(DBL_MAX, 2).size(), 312u);  // 309 digits, a point and 2 decimals
}

TEST(Scientific, WritesAsManyDecimalsAsAsked) {
  EXPECT_EQ(scientific(12345, 2), "1.23e+04");
  EXPECT_EQ(scientific(0, 1), "0.0e+00");
}

}  // namespace
}  // namespace sentiment
