#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/svg_chart.h"
#include "report/svg_drawing.h"

namespace sentiment {
namespace {

constexpr double kWidth = 400.0;
constexpr double kLeft = 50.0;
constexpr double kRight = kWidth - 12.0;
constexpr double kTop = 26.0;
constexpr double kBottom = 246.0;
constexpr double kSharesTop = 292.0;  // a strip of bars: how many predictions each bin has
constexpr double kSharesBottom = 336.0;
constexpr double kHeight = 358.0;

HtmlTable table_of(const ReliabilityDiagram& diagram) {
  HtmlTable table{{{"confidence", Column::kText},
                   {"mean confidence", Column::kNumber},
                   {"accuracy", Column::kNumber},
                   {"predictions", Column::kNumber}},
                  {}};
  for (const ReliabilityBin& bin : diagram.bins) {
    const bool empty = bin.count == 0;
    table.rows.push_back({fmt::format("{} to {}", short_number(bin.low), short_number(bin.high)),
                          empty ? "–" : short_percent(bin.confidence),
                          empty ? "–" : short_percent(bin.accuracy), std::to_string(bin.count)});
  }
  return table;
}

void draw_frame(SvgDrawing& drawing, const Axis& x, const Axis& y) {
  for (const double tick : y.ticks()) {
    drawing.line(kLeft, y.place(tick), kRight, y.place(tick), "rule");
    drawing.text(kLeft - 7.0, y.place(tick) + 4.0, Anchor::kEnd, fmt::format("{:.0f} %", 100.0 * tick));
  }
  for (const double tick : x.ticks())
    drawing.text(std::min(x.place(tick), kRight - 8.0), kBottom + 17.0, Anchor::kMiddle,
                 fmt::format("{:.0f} %", 100.0 * tick));
  drawing.line(kLeft, kBottom, kRight, kBottom, "muted");
  drawing.text(4.0, 10.0, Anchor::kStart, "right so often");
  drawing.text((kLeft + kRight) / 2.0, kBottom + 34.0, Anchor::kMiddle, "confidence of the prediction");
  drawing.line(kLeft, kSharesBottom, kRight, kSharesBottom, "muted");
  drawing.text((kLeft + kRight) / 2.0, kHeight - 6.0, Anchor::kMiddle, "share of the predictions");
}

}  // namespace

std::string reliability_diagram(const ReliabilityDiagram& diagram) {
  const FigureText text{diagram.title, diagram.description};
  int64_t total = 0, largest = 0;
  std::vector<double> shown{1.0};  // from where on there is something to see: 0.5 for two classes
  for (const ReliabilityBin& bin : diagram.bins) {
    total += bin.count;
    largest = std::max(largest, bin.count);
    if (bin.count > 0) shown.insert(shown.end(), {bin.low, bin.accuracy});
  }
  if (total == 0) return empty_figure(text, "There are no predictions to draw.");

  AxisRange range;
  range.high = 1.0;
  const Axis x(range, shown, kLeft, kRight);
  const Axis y(range, shown, kBottom, kTop);
  SvgDrawing drawing(kWidth, kHeight, text);
  draw_frame(drawing, x, y);
  for (const ReliabilityBin& bin : diagram.bins) {
    if (bin.count == 0) continue;
    const double from = x.place(bin.low) + 1.0;
    const double width = std::max(x.place(bin.high) - x.place(bin.low) - 2.0, 1.0);
    const double share = static_cast<double>(bin.count) / static_cast<double>(total);
    const std::string hint = fmt::format("confidence {}: right in {} of {}", short_percent(bin.confidence),
                                         short_percent(bin.accuracy), bin.count);
    drawing.rect(from, y.place(bin.accuracy), width, std::max(kBottom - y.place(bin.accuracy), 1.0),
                 "series-1", 0.7, hint);
    const double height =
        (kSharesBottom - kSharesTop) * static_cast<double>(bin.count) / static_cast<double>(largest);
    drawing.rect(from, kSharesBottom - std::max(height, 1.0), width, std::max(height, 1.0), "muted", 0.6,
                 fmt::format("{} of the predictions", short_percent(share)));
  }
  drawing.line(x.place(x.low()), y.place(y.low()), kRight, kTop, "ink", "5 4");
  return figure(text, drawing.str(), table_of(diagram));
}

}  // namespace sentiment
