#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/svg_chart.h"
#include "report/svg_drawing.h"

namespace sentiment {
namespace {

constexpr double kWidth = 400.0;
constexpr double kBarsFrom = 156.0;        // names stand left of it
constexpr double kBarsTo = kWidth - 58.0;  // values stand right of it
constexpr double kRow = 26.0;              // height of a bar with the space below it
constexpr double kBarHeight = 14.0;

std::string written(const BarChart& chart, double value) {
  return chart.percent ? short_percent(value) : short_number(value);
}

void draw_bar(SvgDrawing& drawing, const BarChart& chart, const Bar& bar, double top, const Axis& axis) {
  const double middle = top + kBarHeight / 2.0;
  drawing.text(kBarsFrom - 8.0, middle + 4.0, Anchor::kEnd, fit(bar.name, kBarsFrom - 10.0), true);
  if (!std::isfinite(bar.value)) {
    drawing.text(kBarsFrom + 4.0, middle + 4.0, Anchor::kStart, "–");
    return;
  }
  const double end = axis.place(bar.value);
  drawing.rect(kBarsFrom, top, std::max(end - kBarsFrom, 1.0), kBarHeight, "series-1", 0.75,
               fmt::format("{}: {} {}", bar.name, written(chart, bar.value), bar.note));
  if (bar.low && bar.high && std::isfinite(*bar.low) && std::isfinite(*bar.high)) {
    const double low = axis.place(*bar.low), high = axis.place(*bar.high);
    drawing.line(low, middle, high, middle, "ink");
    for (const double at : {low, high}) drawing.line(at, middle - 4.0, at, middle + 4.0, "ink");
  }
  drawing.text(kWidth - 2.0, middle + 4.0, Anchor::kEnd, written(chart, bar.value), true);
}

HtmlTable table_of(const BarChart& chart) {
  const bool intervals =
      std::any_of(chart.bars.begin(), chart.bars.end(), [](const Bar& bar) { return bar.low; });
  const bool notes =
      std::any_of(chart.bars.begin(), chart.bars.end(), [](const Bar& bar) { return !bar.note.empty(); });
  HtmlTable table{{{"", Column::kText}, {chart.value_name, Column::kNumber}}, {}};
  if (intervals) table.heads.push_back({"95 % interval", Column::kNumber});
  if (notes) table.heads.push_back({"of", Column::kText});
  for (const Bar& bar : chart.bars) {
    std::vector<std::string> row{bar.name, written(chart, bar.value)};
    if (intervals) {
      row.push_back(bar.low && bar.high ? written(chart, *bar.low) + " to " + written(chart, *bar.high) : "");
    }
    if (notes) row.push_back(bar.note);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::string bar_chart(const BarChart& chart) {
  const FigureText text{chart.title, chart.description};
  std::vector<double> numbers{chart.low};
  for (const Bar& bar : chart.bars) {
    numbers.push_back(bar.value);
    if (bar.high) numbers.push_back(*bar.high);
  }
  if (std::none_of(chart.bars.begin(), chart.bars.end(),
                   [](const Bar& bar) { return std::isfinite(bar.value); }))
    return empty_figure(text, "There are no numbers to draw.");
  AxisRange range;
  range.low = chart.low;
  range.high = chart.high;
  const Axis axis(range, numbers, kBarsFrom, kBarsTo);
  const double height = kRow * static_cast<double>(chart.bars.size()) + 24.0;
  SvgDrawing drawing(kWidth, height, text);
  const std::size_t named = axis.ticks().size() > 4 ? 2 : 1;  // there is room for a few names
  for (std::size_t i = 0; i < axis.ticks().size(); ++i) {
    const double tick = axis.ticks()[i];
    drawing.line(axis.place(tick), 2.0, axis.place(tick), height - 20.0, "rule");
    if (i % named != 0) continue;
    drawing.text(axis.place(tick), height - 5.0, Anchor::kMiddle,
                 chart.percent ? fmt::format("{:.0f} %", 100.0 * tick) : short_number(tick));
  }
  for (std::size_t i = 0; i < chart.bars.size(); ++i)
    draw_bar(drawing, chart, chart.bars[i], 6.0 + kRow * static_cast<double>(i), axis);
  return figure(text, drawing.str(), table_of(chart));
}

}  // namespace sentiment
