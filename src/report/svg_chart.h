// Charts as inline SVG, each with a table of the same numbers: line chart, bars, reliability diagram.
// Every function returns one <figure class="chart"> for page() of report/html.h; all text given to it is
// escaped. A number that is not finite has no place in a drawing (the line breaks there) and is a dash in the
// table; a figure in which nothing can be drawn says so in a sentence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metrics/calibration.h"
#include "report/axis.h"

namespace sentiment {

/// One line: x[i], y[i]; both of one length.
struct Series {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
};

struct LineChart {
  std::string title;
  std::string description;  // what there is to see, in a sentence, for those who do not see it
  AxisRange x;
  AxisRange y;
  std::vector<Series> series;  // drawn in this order, told apart by colour and dashes
  bool points = true;          // mark each number where there are at most 40
};
std::string line_chart(const LineChart& chart);

struct Bar {
  std::string name;
  double value;
  std::optional<double> low = std::nullopt;  // an interval around it, drawn as a whisker
  std::optional<double> high = std::nullopt;
  std::string note = "";  // e.g. "812 reviews", beside the value in the table
};

struct BarChart {
  std::string title;
  std::string description;
  std::string value_name;                     // heads the table's column
  double low = 0.0;                           // value at the left end
  std::optional<double> high = std::nullopt;  // at the right end; default: a little above the largest
  bool percent = false;                       // values are shares: 0.914 is written 91.4 %
  std::vector<Bar> bars;                      // from top to bottom
};
std::string bar_chart(const BarChart& chart);

/// Accuracy against confidence (Guo et al. 2017, figure 1); below it the share of predictions in each bin.
struct ReliabilityDiagram {
  std::string title;
  std::string description;
  std::vector<ReliabilityBin> bins;
};
std::string reliability_diagram(const ReliabilityDiagram& diagram);

}  // namespace sentiment
