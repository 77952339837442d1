#include "training/gradient_summary.h"

#include <map>
#include <string>

#include "core/concat.h"
#include "core/log.h"

namespace sentiment {
namespace {

/// The "gradient_flow" of each epoch; the last one, as a killed run may have measured twice.
std::map<int64_t, Json> flows_by_epoch(const MetricsFile& events) {
  std::map<int64_t, Json> by_epoch;
  for (const Json& event : events.events("gradient_flow"))
    by_epoch[event.at("epoch").get<int64_t>()] = event.at("gradient_flow");
  return by_epoch;
}

std::string sentence_on(const GradientFlow& flow, const std::optional<int64_t>& window) {
  if (!window || gradient_fade(flow)->distance < *window) return describe(flow);
  return concat("layer ", flow.layer, flow.reverse ? ", backward" : ", forward",
                ": trainer.bptt.window lets no gradient travel beyond ", *window, " tokens");
}

std::vector<std::string> sentences(const TrainerConfig& config, const Progress& progress,
                                   const std::map<int64_t, Json>& flows) {
  std::vector<std::string> all = gradient_sentences(progress.gradient, config.clip_value, config.clip_norm);
  if (flows.empty()) return all;
  for (const GradientFlow& flow : gradient_flows({{"gradient_flow", flows.rbegin()->second}})) {
    if (gradient_fade(flow)) all.push_back(sentence_on(flow, config.bptt.window));
  }
  return all;
}

}  // namespace

void append_flows(std::vector<GradientFlow>& flows, int64_t step, int64_t epoch, MetricsFile& metrics) {
  Json all = Json::array();
  for (GradientFlow& flow : flows) {
    flow.epoch = epoch;
    all.push_back(to_json(flow));
  }
  metrics.append({{"event", "gradient_flow"},
                  {"time", unix_time()},
                  {"step", step},
                  {"epoch", epoch},
                  {"gradient_flow", all}});
}

void summarize_gradients(const TrainerConfig& config, const Progress& progress, const MetricsFile& events,
                         Json& metrics) {
  const std::map<int64_t, Json> by_epoch = flows_by_epoch(events);
  metrics["gradient"] = progress.gradient.summary();
  metrics["gradient"]["sentences"] = sentences(config, progress, by_epoch);
  Json& flows = metrics["gradient_flow"] = Json::array();
  for (const auto& [epoch, some] : by_epoch) flows.insert(flows.end(), some.begin(), some.end());
}

void log_gradients(const TrainerConfig& config, const Progress& progress, const MetricsFile& events) {
  for (const std::string& sentence : sentences(config, progress, flows_by_epoch(events))) log_info(sentence);
}

}  // namespace sentiment
