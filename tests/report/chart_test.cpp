#include <gmock/gmock.h>

#include <limits>
#include <stdexcept>

#include "report/heat_map.h"
#include "report/svg_chart.h"
#include "report/svg_drawing.h"

namespace sentiment {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

LineChart chart_of(std::vector<double> x, std::vector<double> y) {
  LineChart chart;
  chart.title = "Loss";
  chart.description = "It falls.";
  chart.x.name = "step";
  chart.series = {{"training", std::move(x), std::move(y)}};
  return chart;
}

// The drawing is 400 wide and 260 high; numbers go from 54 to 388 and, upwards, from 218 to 26.
TEST(LineChart, DrawsNumbersAtTheirPlaces) {
  EXPECT_THAT(line_chart(chart_of({0, 50, 100}, {1.0, 0.5, 0.0})),
              HasSubstr("<polyline points=\"54.0,26.0 221.0,122.0 388.0,218.0\""));
}

TEST(LineChart, IsAFigureWithNameDescriptionAndTable) {
  const std::string html = line_chart(chart_of({0, 100}, {1.0, 0.25}));
  EXPECT_THAT(html, HasSubstr("<figcaption>Loss</figcaption>"));
  EXPECT_THAT(html, HasSubstr("<title>Loss</title>\n<desc>It falls.</desc>"));
  EXPECT_THAT(html, HasSubstr("<details>"));
  EXPECT_THAT(
      html, HasSubstr("<tr><th scope=\"row\" class=\"number\">100</th><td class=\"number\">0.25</td></tr>"));
}

TEST(LineChart, BreaksTheLineWhereANumberIsMissing) {
  const std::string html = line_chart(chart_of({0, 1, 2, 3, 4}, {1.0, 1.0, kNaN, 1.0, 0.0}));
  EXPECT_EQ(count(html, "<polyline"), 2u);
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">–</td>"));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(LineChart, ShowsAPointAlone) {
  EXPECT_EQ(count(line_chart(chart_of({3}, {7.0})), "<circle cx=\"221.0\" cy=\"122.0\""), 1u);
}

TEST(LineChart, SaysThatThereIsNothingToDraw) {
  EXPECT_THAT(line_chart(chart_of({}, {})), HasSubstr("There are no numbers to draw."));
  EXPECT_THAT(line_chart(chart_of({0, 1}, {kNaN, kNaN})), HasSubstr("There are no numbers to draw."));
}

TEST(LineChart, DrawsZerosOnTheEdgeOfALogarithmicAxis) {
  LineChart chart = chart_of({1, 10, 100}, {1.0, 0.1, 0.0});
  chart.x.scale = chart.y.scale = Scale::kLog;
  EXPECT_THAT(line_chart(chart), HasSubstr("points=\"54.0,26.0 221.0,122.0 388.0,218.0\""));
  EXPECT_THAT(line_chart(chart), HasSubstr("<td class=\"number\">0</td>"));
}

TEST(LineChart, KeepsASpikeAmongManyPoints) {
  std::vector<double> x(10'000), y(10'000, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  y[4321] = 1.0;
  const std::string html = line_chart(chart_of(x, y));
  EXPECT_THAT(html, HasSubstr(",26.0 "));  // the spike reaches the top
  EXPECT_LT(html.size(), 40'000u);
}

TEST(LineChart, MarksAValueOfAnAxis) {
  LineChart chart = chart_of({0, 100}, {0.0, 1.0});
  chart.x.marks = {{50.0, "kept"}, {500.0, "beyond"}};
  const std::string html = line_chart(chart);
  EXPECT_THAT(html, HasSubstr("<line x1=\"221.0\" y1=\"26.0\" x2=\"221.0\" y2=\"218.0\""));
  EXPECT_THAT(html, Not(HasSubstr("beyond")));
}

TEST(LineChart, EscapesEveryText) {
  LineChart chart = chart_of({0, 1}, {0, 1});
  chart.title = chart.description = chart.x.name = chart.y.name = chart.series[0].name = "<script>";
  chart.x.marks = {{0.5, "<script>"}};
  EXPECT_THAT(line_chart(chart), Not(HasSubstr("<script")));
}

TEST(BarChart, DrawsBarsAndIntervalsFromTheLeft) {
  BarChart chart;
  chart.title = "Accuracy";
  chart.value_name = "accuracy";
  chart.high = 1.0;
  chart.percent = true;
  chart.bars = {{"short", 0.5, 0.25, 0.75, "8 texts"}, {"<b>", kNaN}};
  const std::string html = bar_chart(chart);
  // Bars go from 156 to 342.
  EXPECT_THAT(html, HasSubstr("<rect x=\"156.0\" y=\"6.0\" width=\"93.0\" height=\"14.0\""));
  EXPECT_THAT(html, HasSubstr("<line x1=\"202.5\" y1=\"13.0\" x2=\"295.5\" y2=\"13.0\""));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">25.0 % to 75.0 %</td><td>8 texts</td>"));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
}

TEST(BarChart, SaysThatThereIsNothingToDraw) {
  EXPECT_THAT(bar_chart(BarChart{}), HasSubstr("There are no numbers to draw."));
}

ReliabilityBin bin(double low, double high, int64_t count, double confidence, double accuracy) {
  return {.low = low, .high = high, .count = count, .confidence = confidence, .accuracy = accuracy};
}

TEST(ReliabilityDiagram, DrawsAccuracyByConfidenceAndTheDiagonal) {
  const std::string html =
      reliability_diagram({"Reliability", "", {bin(0.0, 0.5, 0, 0, 0), bin(0.5, 1.0, 40, 0.8, 0.75)}});
  // Half of it is empty, so the axes begin at 0.5: 0.75 is half way up.
  EXPECT_THAT(html, HasSubstr("<rect x=\"51.0\" y=\"136.0\" width=\"336.0\" height=\"110.0\""));
  EXPECT_THAT(html,
              HasSubstr("<line x1=\"50.0\" y1=\"246.0\" x2=\"388.0\" y2=\"26.0\" stroke=\"var(--ink)\""));
  EXPECT_THAT(
      html,
      HasSubstr("<td class=\"number\">80.0 %</td><td class=\"number\">75.0 %</td><td class=\"number\">40"));
}

TEST(ReliabilityDiagram, SaysThatThereIsNothingToDraw) {
  EXPECT_THAT(reliability_diagram({"Reliability", "", {bin(0.0, 1.0, 0, 0, 0)}}),
              HasSubstr("There are no predictions to draw."));
}

TEST(HeatMap, ShadesCellsByTheirShare) {
  const std::string html = heat_map({"Gates", "", {"forget"}, {"a", "<b>"}, {0.25, 1.0}});
  EXPECT_THAT(html,
              HasSubstr("<rect x=\"118.0\" y=\"4.0\" width=\"16.0\" height=\"20.0\" fill=\"var(--accent)\" "
                        "fill-opacity=\"0.25\"><title>forget, a: 0.25</title>"));
  EXPECT_THAT(html, HasSubstr("<tr><th scope=\"row\">&lt;b&gt;</th><td class=\"number\">1</td></tr>"));
}

TEST(HeatMap, TakesTwoColoursForTwoSides) {
  const std::string html =
      heat_map({"State", "", {"s"}, {"a", "b", "c"}, {-0.5, kNaN, 2.0}, -1.0, 1.0, Shades::kTwoSided});
  EXPECT_THAT(html, HasSubstr("fill=\"var(--negative)\" fill-opacity=\"0.5\""));
  EXPECT_THAT(html, HasSubstr("fill=\"var(--positive)\"><title>s, c: 2"));  // beyond the end, so full
  EXPECT_EQ(count(html, "<rect"), 2u);
}

TEST(HeatMap, RefusesAnotherNumberOfValues) {
  EXPECT_THROW(heat_map({"Gates", "", {"forget"}, {"a"}, {}}), std::invalid_argument);
}

TEST(HeatMap, SaysThatThereIsNothingToDraw) {
  EXPECT_THAT(heat_map({"Gates", "", {}, {}, {}}), HasSubstr("There are no numbers to draw."));
}

TEST(Fit, CutsWhatIsWiderThanItsPlace) {
  EXPECT_EQ(fit("short", 60.0), "short");
  EXPECT_EQ(fit("äöüäöüäöüäöü", 33.0), "äöüä…");
}

}  // namespace
}  // namespace sentiment
