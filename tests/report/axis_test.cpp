#include "report/axis.h"

#include <gmock/gmock.h>

#include <limits>

namespace sentiment {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Axis linear(const std::vector<double>& numbers) { return {AxisRange{}, numbers, 100.0, 300.0}; }
Axis logarithmic(const std::vector<double>& numbers) {
  AxisRange range;
  range.scale = Scale::kLog;
  return {range, numbers, 100.0, 300.0};
}

TEST(Axis, PlacesNumbersBetweenItsRoundEnds) {
  const Axis axis = linear({0.03, 0.97});
  EXPECT_DOUBLE_EQ(axis.low(), 0.0);
  EXPECT_DOUBLE_EQ(axis.high(), 1.0);
  EXPECT_DOUBLE_EQ(axis.place(0.0), 100.0);
  EXPECT_DOUBLE_EQ(axis.place(0.25), 150.0);
  EXPECT_DOUBLE_EQ(axis.place(1.0), 300.0);
  EXPECT_THAT(axis.ticks(),
              ElementsAre(0.0, DoubleNear(0.2, 1e-12), DoubleNear(0.4, 1e-12), DoubleNear(0.6, 1e-12),
                          DoubleNear(0.8, 1e-12), DoubleNear(1.0, 1e-12)));
}

TEST(Axis, MayRunBackwardsAsTheHeightOfADrawingDoes) {
  const Axis axis(AxisRange{}, {0.0, 10.0}, 200.0, 0.0);
  EXPECT_DOUBLE_EQ(axis.place(0.0), 200.0);
  EXPECT_DOUBLE_EQ(axis.place(7.5), 50.0);
}

TEST(Axis, PlacesDecadesEvenlyOnALogarithmicScale) {
  const Axis axis = logarithmic({0.001, 10.0});
  EXPECT_DOUBLE_EQ(axis.place(0.001), 100.0);
  EXPECT_NEAR(axis.place(0.1), 200.0, 1e-9);
  EXPECT_DOUBLE_EQ(axis.place(10.0), 300.0);
}

TEST(Axis, PutsZerosADecadeBelowTheSmallestNumberOfALogarithmicScale) {
  const Axis axis = logarithmic({0.0, 0.01, 1.0});
  EXPECT_DOUBLE_EQ(axis.low(), 0.001);
  EXPECT_DOUBLE_EQ(axis.place(0.0), 100.0);
  EXPECT_DOUBLE_EQ(axis.place(-3.0), 100.0);
  EXPECT_GT(axis.place(0.01), 160.0);
}

TEST(Axis, WidensARangeOfOneNumber) {
  EXPECT_NEAR(linear({4.0}).place(4.0), 200.0, 1e-9);
  EXPECT_NEAR(linear({0.0}).place(0.0), 200.0, 1e-9);
  EXPECT_NEAR(logarithmic({5.0}).place(5.0), 200.0, 1e-9);
  EXPECT_THAT(logarithmic({5.0}).ticks(), ElementsAre(5.0, 10.0));
}

TEST(Axis, IgnoresWhatIsNotFinite) {
  const Axis axis = linear({kNaN, 0.0, kInfinity, 1.0, -kInfinity});
  EXPECT_DOUBLE_EQ(axis.low(), 0.0);
  EXPECT_DOUBLE_EQ(axis.high(), 1.0);
}

TEST(Axis, GoesFromZeroToOneWithoutNumbers) {
  EXPECT_DOUBLE_EQ(linear({}).high(), 1.0);
  EXPECT_DOUBLE_EQ(logarithmic({0.0}).high(), 1.0);
}

TEST(Axis, HasPlacesAndFewTicksForTheLargestNumbers) {
  const double most = std::numeric_limits<double>::max();
  const Axis axis = linear({-most, most});
  EXPECT_NEAR(axis.place(0.0), 200.0, 1e-9);
  EXPECT_LE(axis.ticks().size(), 7u);
  const Axis decades = logarithmic({1e-300, 1.0});
  EXPECT_LE(decades.ticks().size(), 8u);
  EXPECT_GE(decades.ticks().size(), 4u);
}

TEST(Axis, KeepsTheEndsItIsGiven) {
  AxisRange range;
  range.low = 0.0;
  range.high = 0.95;
  const Axis axis(range, {0.2}, 0.0, 95.0);
  EXPECT_DOUBLE_EQ(axis.place(0.5), 50.0);
  EXPECT_DOUBLE_EQ(axis.place(2.0), 95.0);  // no further than the drawing
}

TEST(ShortNumber, WritesWhatAReaderWould) {
  EXPECT_EQ(short_number(0.0), "0");
  EXPECT_EQ(short_number(-0.0), "0");
  EXPECT_EQ(short_number(0.002), "0.002");
  EXPECT_EQ(short_number(91.4), "91.4");
  EXPECT_EQ(short_number(25000.0), "25000");
  EXPECT_EQ(short_number(1e-7), "1e-7");
  EXPECT_EQ(short_number(0.0005), "5e-4");
  EXPECT_EQ(short_number(-4.25e12), "-4.25e12");
  EXPECT_EQ(short_number(kNaN), "–");
  EXPECT_EQ(short_percent(0.9136), "91.4 %");
}

}  // namespace
}  // namespace sentiment
