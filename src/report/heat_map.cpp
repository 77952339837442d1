#include "report/heat_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "report/axis.h"
#include "report/svg_drawing.h"

namespace sentiment {
namespace {

constexpr double kCellWidth = 16.0;  // wide enough for a slanted name below each
constexpr double kCellHeight = 22.0;
constexpr double kTop = 4.0;
constexpr double kNamesBelow = 74.0;  // height of the slanted names
constexpr double kNameWidth = 84.0;   // of a column's name before it is cut
constexpr double kLeft = 118.0;

struct Shade {
  const char* colour;
  double opacity;
};

Shade shade_of(const HeatMap& map, double value) {
  if (map.shades == Shades::kTwoSided) {
    const double end = std::max(std::abs(map.low), std::abs(map.high));
    return {value < 0.0 ? "negative" : "positive",
            end > 0.0 ? std::clamp(std::abs(value) / end, 0.0, 1.0) : 0.0};
  }
  const double span = map.high - map.low;
  return {"accent", span > 0.0 ? std::clamp((value - map.low) / span, 0.0, 1.0) : 0.0};
}

HtmlTable table_of(const HeatMap& map) {
  HtmlTable table;  // a column of the map becomes a row: there may be hundreds
  table.heads.push_back({"", Column::kText});
  for (const std::string& row : map.row_names) table.heads.push_back({row, Column::kNumber});
  const std::size_t columns = map.column_names.size();
  for (std::size_t c = 0; c < columns; ++c) {
    table.rows.push_back({map.column_names[c]});
    for (std::size_t r = 0; r < map.row_names.size(); ++r) {
      const double value = map.values[r * columns + c];
      table.rows.back().push_back(std::isfinite(value) ? fmt::format("{:.3g}", value) : "–");
    }
  }
  return table;
}

}  // namespace

std::string heat_map(const HeatMap& map) {
  const std::size_t rows = map.row_names.size();
  const std::size_t columns = map.column_names.size();
  if (map.values.size() != rows * columns)
    throw std::invalid_argument("heat_map: expected rows times columns values");
  const FigureText text{map.title, map.description};
  if (map.values.empty()) return empty_figure(text, "There are no numbers to draw.");

  const double bottom = kTop + kCellHeight * static_cast<double>(rows);
  // A slanted name reaches to the left of its cell, so that none is cut at the right edge.
  SvgDrawing drawing(kLeft + kCellWidth * static_cast<double>(columns) + 8.0, bottom + kNamesBelow, text);
  for (std::size_t r = 0; r < rows; ++r) {
    const double top = kTop + kCellHeight * static_cast<double>(r);
    drawing.text(kLeft - 8.0, top + 15.0, Anchor::kEnd, fit(map.row_names[r], kLeft - 10.0), true);
    for (std::size_t c = 0; c < columns; ++c) {
      const double value = map.values[r * columns + c];
      if (!std::isfinite(value)) continue;
      const Shade shade = shade_of(map, value);
      drawing.rect(kLeft + kCellWidth * static_cast<double>(c), top, kCellWidth, kCellHeight - 2.0,
                   shade.colour, shade.opacity,
                   fmt::format("{}, {}: {:.3g}", map.row_names[r], map.column_names[c], value));
    }
  }
  for (std::size_t c = 0; c < columns; ++c) {
    drawing.turned_text(kLeft + kCellWidth * (static_cast<double>(c) + 0.7), bottom + 10.0, Anchor::kEnd,
                        -60.0, fit(map.column_names[c], kNameWidth));
  }
  const std::string scrolling =
      fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"heat map\">{}</div>\n",
                  drawing.str(true));
  return figure(text, scrolling, table_of(map));
}

}  // namespace sentiment
