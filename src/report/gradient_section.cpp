#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/gradient_flow.h"
#include "core/error.h"
#include "report/html.h"
#include "report/html_table.h"
#include "report/sections.h"

namespace sentiment {
namespace {

constexpr const char* kTitle = "<h2 id=\"gradient\">Gradient</h2>\n";

Series series_of(const GradientFlow& flow) {
  Series series{fmt::format("{}, {}", flow.reverse ? "backward" : "forward",
                            flow.epoch == 0 ? "before training" : fmt::format("epoch {}", flow.epoch)),
                {},
                {}};
  for (std::size_t i = 0; i < flow.distances.size(); ++i) {
    series.x.push_back(static_cast<double>(flow.distances[i]));
    series.y.push_back(flow.norms[i]);
  }
  return series;
}

std::string item(const std::string& text) { return fmt::format("<li>{}</li>\n", escape(text)); }

/// One layer: its directions before training and after the last epoch that was measured.
std::string layer_chart(int64_t layer, const std::vector<GradientFlow>& flows) {
  LineChart chart;
  chart.title = fmt::format("Gradient against distance, layer {}", layer);
  chart.x = {.name = "distance from the end, in tokens", .scale = Scale::kLog};
  // The same axis for every run, so that two can be laid side by side; what is below it has no effect.
  chart.y = {
      .name = "norm, relative to distance 0; below 1e-12 on the edge", .scale = Scale::kLog, .low = 1e-12};
  double largest = 1.0;
  for (const GradientFlow& flow : flows) {
    chart.series.push_back(series_of(flow));
    for (const double norm : flow.norms) {
      if (std::isfinite(norm)) largest = std::max(largest, norm);
    }
    if (gradient_fade(flow)) chart.description += describe(flow) + ". ";
  }
  chart.y.high = largest;
  return line_chart(chart);
}

HtmlTable fades(const std::vector<GradientFlow>& flows) {
  HtmlTable table{{{"layer, direction"},
                   {"epoch", Column::kNumber},
                   {"from 1 to", Column::kNumber},
                   {"factor", Column::kNumber}},
                  {}};
  for (const GradientFlow& flow : flows) {
    const std::optional<GradientFade> fade = gradient_fade(flow);
    if (!fade) continue;
    table.rows.push_back({fmt::format("{}, {}", flow.layer, flow.reverse ? "backward" : "forward"),
                          std::to_string(flow.epoch), fmt::format("{} tokens", fade->distance),
                          short_number(fade->factor)});
  }
  return table;
}

/// The first and the last epoch of every layer and direction.
std::vector<GradientFlow> first_and_last(const std::vector<GradientFlow>& flows) {
  int64_t first = flows.front().epoch, last = first;
  for (const GradientFlow& flow : flows) {
    first = std::min(first, flow.epoch);
    last = std::max(last, flow.epoch);
  }
  std::vector<GradientFlow> chosen;
  std::copy_if(flows.begin(), flows.end(), std::back_inserter(chosen),
               [&](const GradientFlow& flow) { return flow.epoch == first || flow.epoch == last; });
  return chosen;
}

/// What training said of its gradients; of an older run, what its figures say.
std::string sentences(const RunRecord& record) {
  std::string items;
  const auto gradient = record.metrics.is_object() ? record.metrics.find("gradient") : record.metrics.end();
  if (gradient != record.metrics.end() && gradient->is_object() && gradient->contains("sentences")) {
    for (const Json& sentence : gradient->at("sentences")) {
      if (sentence.is_string()) items += item(sentence.get<std::string>());
    }
  } else if (const std::optional<double> clipped = number_in(record.metrics, {"clipped_share"})) {
    items = item(*clipped == 0.0 ? "the clip never fired"
                                 : short_percent(*clipped) + " of the steps were clipped");
  }
  return items.empty() ? "" : "<ul>\n" + items + "</ul>\n";
}

/// The mean norms of the network's parts.
std::string parts_chart(const RunRecord& record) {
  BarChart chart;
  chart.title = "Gradient norm by part";
  chart.description = "Mean norm before clipping of the gradient of each part of the network.";
  chart.value_name = "mean norm";
  if (!record.metrics.is_object() || !record.metrics.contains("gradient")) return "";
  const Json& gradient = record.metrics.at("gradient");
  if (!gradient.is_object() || !gradient.contains("norms") || !gradient.at("norms").is_object()) return "";
  for (const auto& [name, norm] : gradient.at("norms").items()) {
    if (norm.is_number()) chart.bars.push_back({name, norm.get<double>()});
  }
  return chart.bars.empty() ? "" : bar_chart(chart);
}

std::string flow_figures(const RunRecord& record) {
  const std::vector<GradientFlow> flows = gradient_flows(record.metrics);
  if (flows.empty())
    return parts_chart(record) +
           "<p class=\"note\">This run did not measure how far the gradient reaches.</p>\n";
  const std::vector<GradientFlow> shown = first_and_last(flows);
  std::map<int64_t, std::vector<GradientFlow>> layers;
  for (const GradientFlow& flow : shown) layers[flow.layer].push_back(flow);
  std::string charts;
  for (const auto& [layer, of_layer] : layers) charts += layer_chart(layer, of_layer);
  return fmt::format("<div class=\"charts\">\n{}{}</div>\n<h3>Factor between the distances</h3>\n{}", charts,
                     parts_chart(record), to_html(fades(shown), "factors of the gradient"));
}

std::string reach(const RunRecord& record) {
  const std::optional<double> share = number_in(record.metrics, {"gradient_token_share"});
  if (!share || *share >= 1.0) return "";
  return fmt::format(
      "<p>{} of the training tokens received gradient: the rest lie beyond the window of truncated "
      "backpropagation.</p>\n",
      short_percent(*share));
}

}  // namespace

std::string gradient_section(const RunRecord& record) {
  const std::string html = kTitle + sentences(record) + reach(record);
  try {
    return html + flow_figures(record);
  } catch (const Error& error) {
    return html + fmt::format("<p class=\"note\">{}</p>\n", escape(error.what()));
  }
}

}  // namespace sentiment
