#include "report/run_curves.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace sentiment {
namespace {

std::vector<AxisMark> best_step(const RunRecord& record) {
  const std::optional<double> step = number_in(record.metrics, {"best", "step"});
  return step ? std::vector<AxisMark>{{*step, "kept"}} : std::vector<AxisMark>{};
}

/// From the first number to the last, in words, for those who do not see the curve.
std::string course(const Series& series) {
  if (series.y.empty()) return "";
  return fmt::format(" {} goes from {} to {}.", series.name, short_number(series.y.front()),
                     short_number(series.y.back()));
}

std::string curves(const RunRecord& record, const std::string& title, AxisRange y,
                   std::vector<Series> series) {
  LineChart chart;
  chart.title = title;
  chart.x.name = "step";
  chart.x.marks = best_step(record);
  chart.y = std::move(y);
  chart.description = fmt::format("{} by step.", title);
  for (const Series& one : series) chart.description += course(one);
  chart.series = std::move(series);
  return line_chart(chart);
}

}  // namespace

std::string two_curves(const RunRecord& record, const std::string& title, const std::string& figure,
                       AxisRange y) {
  return curves(
      record, title, std::move(y),
      {record.series("interval", figure, "training"), record.series("validation", figure, "validation")});
}

std::string one_curve(const RunRecord& record, const std::string& title, const std::string& figure,
                      AxisRange y, const std::string& event) {
  return curves(record, title, std::move(y), {record.series(event, figure, title)});
}

std::string rate_curve(const RunRecord& record) {
  return one_curve(record, "Learning rate", "learning_rate", {.name = "learning rate", .low = 0.0});
}

std::string gradient_curve(const RunRecord& record) {
  AxisRange y{.name = "norm before clipping, mean of an interval", .scale = Scale::kLog};
  if (const std::optional<double> clip = number_in(record.settings, {"trainer", "clip_norm"});
      clip && *clip > 0.0)
    y.marks = {{*clip, "clip_norm"}};
  return one_curve(record, "Gradient norm", "gradient_norm", std::move(y));
}

}  // namespace sentiment
