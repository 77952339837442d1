#include <fmt/format.h>

#include <cmath>

#include "report/sections.h"

namespace sentiment {
namespace {

std::vector<AxisMark> best_step(const RunRecord& record) {
  const std::optional<double> step = number_in(record.metrics, {"best", "step"});
  return step ? std::vector<AxisMark>{{*step, "kept"}} : std::vector<AxisMark>{};
}

LineChart curve(const RunRecord& record, const std::string& title, const std::string& description,
                AxisRange y) {
  LineChart chart;
  chart.title = title;
  chart.description = description;
  chart.x.name = "step";
  chart.x.marks = best_step(record);
  chart.y = std::move(y);
  return chart;
}

/// From the first number to the last, in words, for those who do not see the curve.
std::string course(const Series& series) {
  if (series.y.empty()) return "";
  return fmt::format(" {} goes from {} to {}.", series.name, short_number(series.y.front()),
                     short_number(series.y.back()));
}

std::string two_curves(const RunRecord& record, const std::string& title, const std::string& figure,
                       const std::string& unit) {
  LineChart chart = curve(record, title, "", {.name = unit});
  chart.series = {record.series("interval", figure, "training"),
                  record.series("validation", figure, "validation")};
  chart.description = fmt::format("{} by step.{}{}", title, course(chart.series[0]), course(chart.series[1]));
  return line_chart(chart);
}

std::string one_curve(const RunRecord& record, const std::string& title, const std::string& figure,
                      AxisRange y) {
  LineChart chart = curve(record, title, "", std::move(y));
  chart.series = {record.series("interval", figure, title)};
  chart.description = fmt::format("{} by step.{}", title, course(chart.series[0]));
  return line_chart(chart);
}

std::string gradient_curve(const RunRecord& record) {
  AxisRange y{.name = "norm before clipping, mean of an interval", .scale = Scale::kLog};
  if (const std::optional<double> clip = number_in(record.settings, {"trainer", "clip_norm"});
      clip && *clip > 0.0)
    y.marks = {{*clip, "clip_norm"}};
  return one_curve(record, "Gradient norm", "gradient_norm", std::move(y));
}

}  // namespace

std::string curves_section(const RunRecord& record) {
  return "<h2 id=\"training\">Training</h2>\n<div class=\"charts\">\n" +
         two_curves(record, "Loss", "loss", "nats per text") +
         two_curves(record, "Accuracy", "accuracy", "share labelled correctly") +
         one_curve(record, "Learning rate", "learning_rate", {.name = "learning rate", .low = 0.0}) +
         gradient_curve(record) + "</div>\n" +
         "<p class=\"note\">The training curves are means over the steps of an interval, measured with "
         "dropout and while "
         "the weights change; the validation curves are of the model as it would be kept.</p>\n";
}

}  // namespace sentiment
