#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "report/html.h"
#include "report/svg_chart.h"
#include "report/svg_drawing.h"

namespace sentiment {
namespace {

constexpr double kWidth = 400.0;  // about the width of a phone, so that letters keep their size there
constexpr double kHeight = 260.0;
constexpr double kLeft = 54.0;
constexpr double kRight = kWidth - 12.0;
constexpr double kTop = 26.0;
constexpr double kBottom = kHeight - 42.0;
constexpr std::size_t kMaxPoints = 40;     // more are a line anyway
constexpr std::size_t kMaxDrawn = 600;     // of a line; more cannot be told apart
constexpr std::size_t kMaxTableRows = 60;  // of a line
constexpr const char* kDashes[] = {"", "7 3", "2 3", "9 3 2 3", "4 4", "1 2"};

std::string colour_of(std::size_t series) { return fmt::format("series-{}", series % 6 + 1); }
const char* dashes_of(std::size_t series) { return kDashes[series % std::size(kDashes)]; }

/// Of each group of neighbours the lowest and the highest, so that no spike is lost.
std::vector<std::size_t> rows_to_draw(const Series& series) {
  const std::size_t size = series.x.size();
  std::vector<std::size_t> rows;
  if (size <= kMaxDrawn) {
    for (std::size_t i = 0; i < size; ++i) rows.push_back(i);
    return rows;
  }
  const std::size_t groups = kMaxDrawn / 2;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t begin = g * size / groups;
    std::size_t low = begin, high = begin;
    for (std::size_t i = begin; i < (g + 1) * size / groups; ++i) {
      if (!std::isfinite(series.y[i])) low = high = i;  // a gap stays a gap
      if (series.y[i] < series.y[low]) low = i;
      if (series.y[i] > series.y[high]) high = i;
    }
    rows.push_back(std::min(low, high));
    if (low != high) rows.push_back(std::max(low, high));
  }
  return rows;
}

void draw_axes(SvgDrawing& drawing, const LineChart& chart, const Axis& x, const Axis& y) {
  for (const double tick : y.ticks()) {
    drawing.line(kLeft, y.place(tick), kRight, y.place(tick), "rule");
    drawing.text(kLeft - 7.0, y.place(tick) + 4.0, Anchor::kEnd, short_number(tick));
  }
  drawing.line(kLeft, kBottom, kRight, kBottom, "muted");
  for (const double tick : x.ticks()) {
    drawing.line(x.place(tick), kBottom, x.place(tick), kBottom + 4.0, "muted");
    // A number at the end of the axis must not reach beyond the drawing.
    const bool at_end = x.place(tick) > kRight - 8.0;
    drawing.text(at_end ? kWidth - 1.0 : x.place(tick), kBottom + 17.0,
                 at_end ? Anchor::kEnd : Anchor::kMiddle, short_number(tick));
  }
  drawing.text((kLeft + kRight) / 2.0, kHeight - 6.0, Anchor::kMiddle, chart.x.name);
  drawing.text(4.0, 10.0, Anchor::kStart, fit(chart.y.name, kWidth - 8.0));
}

void draw_marks(SvgDrawing& drawing, const LineChart& chart, const Axis& x, const Axis& y) {
  for (const AxisMark& mark : chart.x.marks) {
    if (!(mark.at >= x.low() && mark.at <= x.high())) continue;
    const double at = x.place(mark.at);
    drawing.line(at, kTop, at, kBottom, "muted", "3 3");
    const bool right = at < kWidth / 2.0;
    drawing.text(at + (right ? 4.0 : -4.0), kTop - 5.0, right ? Anchor::kStart : Anchor::kEnd, mark.name);
  }
  for (const AxisMark& mark : chart.y.marks) {
    if (!(mark.at >= y.low() && mark.at <= y.high())) continue;
    drawing.line(kLeft, y.place(mark.at), kRight, y.place(mark.at), "muted", "3 3");
    drawing.text(kRight, y.place(mark.at) - 4.0, Anchor::kEnd, mark.name);
  }
}

void draw_series(SvgDrawing& drawing, const LineChart& chart, std::size_t number, const Axis& x,
                 const Axis& y) {
  const Series& series = chart.series[number];
  std::vector<std::pair<double, double>> stretch;
  const auto end_stretch = [&] {
    if (stretch.size() > 1) drawing.polyline(stretch, colour_of(number), dashes_of(number));
    stretch.clear();
  };
  std::vector<std::size_t> lone;  // a point alone between gaps would be lost without its mark
  const std::vector<std::size_t> rows = rows_to_draw(series);
  for (const std::size_t i : rows) {
    if (std::isfinite(series.x[i]) && std::isfinite(series.y[i])) {
      if (stretch.empty()) lone.push_back(i);
      if (stretch.size() == 1) lone.pop_back();
      stretch.emplace_back(x.place(series.x[i]), y.place(series.y[i]));
    } else {
      end_stretch();
    }
  }
  end_stretch();
  for (const std::size_t i : chart.points&& rows.size() <= kMaxPoints ? rows : lone) {
    if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) continue;
    drawing.circle(x.place(series.x[i]), y.place(series.y[i]), colour_of(number),
                   fmt::format("{}: {} at {} {}", series.name, short_number(series.y[i]), chart.x.name,
                               short_number(series.x[i])));
  }
}

std::string legend(const LineChart& chart) {
  if (chart.series.size() < 2) return "";
  std::string html = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const char* const dashes = dashes_of(i);
    html += fmt::format(
        R"_(<li><svg viewBox="0 0 26 8" aria-hidden="true"><line x1="0" y1="4" x2="26" y2="4" stroke="var(--{})" )_"
        R"_(stroke-width="2"{}/></svg>{}</li>)_",
        colour_of(i), *dashes ? fmt::format(R"_( stroke-dasharray="{}")_", dashes) : std::string(),
        escape(chart.series[i].name));
  }
  return html + "</ul>\n";
}

HtmlTable table_of(const LineChart& chart) {
  HtmlTable table;
  table.heads.push_back({chart.x.name, Column::kNumber});
  std::map<double, std::vector<std::string>> rows;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const Series& series = chart.series[s];
    const std::size_t size = series.x.size();
    const std::size_t stride = (size + kMaxTableRows - 1) / kMaxTableRows;
    table.heads.push_back(
        {stride > 1 ? fmt::format("{} (one of {})", series.name, stride) : series.name, Column::kNumber});
    for (std::size_t i = 0; i < size; ++i) {
      if (i % stride != 0 && i + 1 != size) continue;
      if (std::isnan(series.x[i])) continue;
      std::vector<std::string>& row = rows[series.x[i]];
      row.resize(chart.series.size());
      row[s] = short_number(series.y[i]);
    }
  }
  for (auto& [x, cells] : rows) {
    cells.insert(cells.begin(), short_number(x));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

std::string line_chart(const LineChart& chart) {
  const FigureText text{chart.title, chart.description};
  std::vector<double> xs, ys;
  for (const Series& series : chart.series) {
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) continue;
      xs.push_back(series.x[i]);
      ys.push_back(series.y[i]);
    }
  }
  if (xs.empty()) return empty_figure(text, "There are no numbers to draw.");
  for (const AxisMark& mark : chart.y.marks) ys.push_back(mark.at);
  const Axis x(chart.x, xs, kLeft, kRight);
  const Axis y(chart.y, ys, kBottom, kTop);
  SvgDrawing drawing(kWidth, kHeight, text);
  draw_axes(drawing, chart, x, y);
  for (std::size_t i = 0; i < chart.series.size(); ++i) draw_series(drawing, chart, i, x, y);
  draw_marks(drawing, chart, x, y);
  return figure(text, legend(chart) + drawing.str(), table_of(chart));
}

}  // namespace sentiment
