#include "training/diagnostics.h"

#include <algorithm>
#include <map>

#include "analysis/gradient_probe.h"
#include "core/concat.h"
#include "core/log.h"
#include "training/gradient_summary.h"

namespace sentiment {
namespace {

// A probe of 32 texts takes as long as two or three steps of as many reviews: less than a hundredth of an
// epoch of 200 steps and more, and shorter epochs get a smaller one.
constexpr int64_t kProbeTexts = 32;
constexpr int64_t kReviewsPerProbeText = 200;
constexpr int64_t kFewestProbeTexts = 4;

constexpr double kManyUnknown = 0.5;  // share of the tokens

GradientReach reach_of(const BpttConfig& bptt) {
  if (!bptt.window) return {};
  const bool chunks = bptt.loss == BpttLoss::kChunks;
  return {chunks ? GradientReach::Kind::kInWindows : GradientReach::Kind::kFromTheEnd, *bptt.window};
}

}  // namespace

Diagnostics::Diagnostics(const ExperimentConfig& config, const Corpus& corpus,
                         std::shared_ptr<ThreadPool> fused, int threads)
    : config_(config),
      corpus_(corpus),
      pool_(fused ? std::move(fused) : std::make_shared<ThreadPool>(threads)),
      rows_(probe_rows(corpus.valid.examples.lengths(),
                       std::clamp(static_cast<int64_t>(corpus.train.examples.size()) / kReviewsPerProbeText,
                                  kFewestProbeTexts, kProbeTexts))) {}

void Diagnostics::probe(const Trainer& trainer, int64_t epoch, MetricsFile& metrics) {
  flows_ = measure_gradient_flow(config_.model, trainer.network().values(), corpus_.valid.examples, rows_,
                                 reach_of(config_.trainer.bptt), *pool_);
  append_flows(flows_, trainer.progress().step, epoch, metrics);
}

void Diagnostics::watch(const StepReport& report, MetricsFile& metrics) {
  if (!report.stuck) return;
  const StuckSteps& stuck = *report.stuck;
  std::string causes;
  for (const std::string& cause : likely_causes(report.learning_rate))
    causes += (causes.empty() ? "" : "; ") + cause;
  log_warning(concat("from step ", stuck.first, " to ", stuck.last, " the loss has stayed at ",
                     fixed(stuck.loss, 3), ", where guessing leaves it (", fixed(stuck.guessing_loss, 3),
                     "; accuracy ", fixed(stuck.accuracy, 3), "); likely causes: ", causes));
  metrics.append({{"event", "stuck"},
                  {"time", unix_time()},
                  {"step", stuck.last},
                  {"first_step", stuck.first},
                  {"loss", stuck.loss},
                  {"guessing_loss", stuck.guessing_loss},
                  {"accuracy", stuck.accuracy}});
}

/// Those that the run itself points to first.
std::vector<std::string> Diagnostics::likely_causes(double learning_rate) const {
  std::vector<std::string> causes;
  const auto unknown = static_cast<double>(corpus_.train.unknown_tokens);
  const auto tokens = static_cast<double>(std::max<int64_t>(corpus_.train.kept_tokens, 1));
  if (unknown > kManyUnknown * tokens) {
    causes.push_back(concat(fixed(100.0 * unknown / tokens, 0),
                            " % of the training tokens are unknown words (vocabulary.min_count, "
                            "vocabulary.max_size)"));
  }
  const auto& window = config_.trainer.bptt.window;
  if (window)
    causes.push_back(concat("trainer.bptt.window lets no gradient travel beyond ", *window, " tokens"));
  for (const GradientFlow& flow : flows_) {
    const auto fade = gradient_fade(flow);
    if (!window && fade && has_vanished(*fade)) {
      causes.push_back(concat("the gradient vanishes on its way back (", describe(flow),
                              "): lstm or gru, or a pooling that sees every token, help"));
      break;
    }
  }
  causes.push_back(concat("a learning rate too high or too low (now ", scientific(learning_rate, 1), ")"));
  causes.emplace_back("labels that do not belong to their texts");
  return causes;
}

Json divergences_of(const MetricsFile& events) {
  std::map<int64_t, Json> by_number;
  for (const Json& event : events.events("divergence")) by_number[event.at("number").get<int64_t>()] = event;
  Json all = Json::array();
  for (auto& [number, event] : by_number) {
    event.erase("event");
    all.push_back(std::move(event));
  }
  return all;
}

}  // namespace sentiment
