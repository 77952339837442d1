#include "analysis/gradient_flow.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace sentiment {
namespace {

constexpr int64_t kFar = 100;  // tokens

// Of a float's 24 bits none are left of such a part when it is added to a gradient from nearby.
constexpr double kVanished = 1e-5;
constexpr double kFaded = 0.1;
constexpr double kExploded = 10.0;

const char* verdict(double factor) {
  if (factor < kVanished) return "it has vanished";
  if (factor < kFaded) return "it fades";
  return factor > kExploded ? "it explodes" : "it is alive";
}

GradientFlow flow_from_json(const Json& json) {
  GradientFlow flow;
  json.at("layer").get_to(flow.layer);
  const auto direction = json.at("direction").get<std::string>();
  flow.reverse = direction == "backward";
  json.at("epoch").get_to(flow.epoch);
  json.at("distances").get_to(flow.distances);
  json.at("norms").get_to(flow.norms);
  json.at("texts").get_to(flow.texts);
  const std::size_t count = flow.distances.size();
  if (flow.norms.size() != count || flow.texts.size() != count || (!flow.reverse && direction != "forward")) {
    throw FormatError(
        fmt::format("gradient_flow: layer {}: expected a direction and as many norms and texts as distances, "
                    "{}, found {} and {}",
                    flow.layer, count, flow.norms.size(), flow.texts.size()));
  }
  return flow;
}

}  // namespace

Json to_json(const GradientFlow& flow) {
  return {{"layer", flow.layer}, {"direction", flow.reverse ? "backward" : "forward"},
          {"epoch", flow.epoch}, {"distances", flow.distances},
          {"norms", flow.norms}, {"texts", flow.texts}};
}

std::vector<GradientFlow> gradient_flows(const Json& metrics) {
  const auto found = metrics.find("gradient_flow");
  if (found == metrics.end()) return {};
  std::vector<GradientFlow> flows;
  try {
    for (const Json& flow : *found) flows.push_back(flow_from_json(flow));
  } catch (const Json::exception& error) {
    throw FormatError(fmt::format("gradient_flow: not what this program writes: {}", error.what()));
  }
  return flows;
}

std::optional<GradientFade> gradient_fade(const GradientFlow& flow) {
  const auto beyond = std::upper_bound(flow.distances.begin(), flow.distances.end(), kFar);
  const auto count = static_cast<std::size_t>(beyond - flow.distances.begin());
  if (count < 2) return std::nullopt;
  const double near = flow.norms.front();
  return GradientFade{flow.distances[count - 1], near > 0.0 ? flow.norms[count - 1] / near : 0.0};
}

std::string describe(const GradientFlow& flow) {
  const GradientFade fade = gradient_fade(flow).value();
  return fmt::format("layer {}, {}: a gradient {} tokens from the end is {:.1e} of that at 1 token: {}",
                     flow.layer, flow.reverse ? "backward" : "forward", fade.distance, fade.factor,
                     verdict(fade.factor));
}

bool has_vanished(const GradientFade& fade) { return fade.factor < kVanished; }

}  // namespace sentiment
