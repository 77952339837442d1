#include "analysis/explanation.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "analysis/path_integral.h"
#include "analysis/pooled_score.h"
#include "analysis/scaled_reader.h"
#include "core/error.h"
#include "inference/batch_reader.h"
#include "model/batch_norm.h"
#include "text/encoder.h"

namespace sentiment {

namespace {

Parameters without_batch_norm(ModelConfig& config, Parameters parameters) {
  fold_batch_norm(config, parameters);
  return parameters;
}

}  // namespace

struct Explainer::Parts {
  explicit Parts(Model loaded)
      : model(std::move(loaded)),
        config(model.config),
        task{model.labels, model.text_column, model.label_column},
        parameters(without_batch_norm(config, std::exchange(model.parameters, {}))),
        tokenizer(model.tokenizer),
        network(config, parameters),
        reader(network),
        scaled_reader(config, parameters),
        precise_reader(config, parameters) {}

  Explanation tokens_of(std::string_view text, std::vector<TokenId>& ids) const;
  void classify(const std::vector<TokenId>& ids, ThreadPool& pool, Explanation& explanation);
  void attribute(const std::vector<TokenId>& ids, ThreadPool& pool, Explanation& explanation) const;

  Model model;
  ModelConfig config;  // of the parameters: without batch normalisation
  const Task task;
  const Parameters parameters;
  const Tokenizer tokenizer;
  const PackedNetwork network;
  BatchReader reader;
  const ScaledReader<float> scaled_reader;
  const ScaledReader<double> precise_reader;
};

Explanation Explainer::Parts::tokens_of(std::string_view text, std::vector<TokenId>& ids) const {
  TokenBuffer all;
  tokenizer.tokenize(text, all);
  Explanation explanation;
  explanation.total_tokens = static_cast<int64_t>(all.size());
  for (int64_t place = 0; place < explanation.total_tokens; ++place) explanation.places.push_back(place);
  truncate(explanation.places, model.tokenizer);
  for (const int64_t place : explanation.places) {
    explanation.tokens.emplace_back(all[static_cast<std::size_t>(place)]);
    ids.push_back(model.vocabulary.id(explanation.tokens.back()));
    explanation.unknown.push_back(ids.back() == Vocabulary::kUnknownId);
  }
  explanation.read_backward = model.config.reads_backward();
  return explanation;
}

/// Reads the empty text and every beginning of the text (every end, where that is read first), the whole one
/// last.
void Explainer::Parts::classify(const std::vector<TokenId>& ids, ThreadPool& pool, Explanation& explanation) {
  std::vector<TokenIds> parts;
  for (std::size_t tokens = 0; tokens <= ids.size(); ++tokens)
    parts.push_back(explanation.read_backward ? std::span(ids).last(tokens) : std::span(ids).first(tokens));
  const std::vector<Probabilities> read = reader.read(parts, pool);
  explanation.probabilities = read.back();
  const auto best = std::max_element(read.back().begin(), read.back().end());
  explanation.label = static_cast<int32_t>(best - read.back().begin());
  explanation.probability = *best;
  for (std::size_t tokens = 1; tokens <= ids.size(); ++tokens)
    explanation.running_probability.push_back(read[tokens][static_cast<std::size_t>(explanation.label)]);
  if (explanation.read_backward)
    std::reverse(explanation.running_probability.begin(), explanation.running_probability.end());
}

void Explainer::Parts::attribute(const std::vector<TokenId>& ids, ThreadPool& pool,
                                 Explanation& explanation) const {
  const FeatureWeights score = score_of_label(parameters, explanation.label);
  if (ids.empty()) {  // no path to follow: the output layer's bias says it all
    const std::vector<double> nothing(static_cast<std::size_t>(config.pooled_size()));
    explanation.logit_difference = explanation.baseline_logit_difference = linear_near(score, nothing).bias;
    return;
  }
  std::vector<TokenId> in_order = ids;
  if (explanation.read_backward) std::reverse(in_order.begin(), in_order.end());
  const auto text = scaled_reader.prepare(in_order);
  std::optional<ScaledReader<double>::Text> precise_text;
  PathIntegral path = integrate_path([&](const std::vector<double>& places, bool steep) {
    std::vector<std::vector<double>> scales;
    for (const double place : places) scales.emplace_back(ids.size(), place);
    if (!steep) return scaled_reader.read(text, score, scales, pool);
    if (!precise_text) precise_text = precise_reader.prepare(in_order);
    return precise_reader.read(*precise_text, score, scales, pool);
  });
  if (!std::isfinite(path.error)) {
    throw Error(
        "model: expected numbers along the path from empty embeddings, found an overflow; its weights are "
        "too "
        "large, train again with a smaller learning rate or clip_norm");
  }
  explanation.logit_difference = path.end;
  explanation.baseline_logit_difference = path.start;
  explanation.attributions = std::move(path.contributions);
  if (explanation.read_backward)
    std::reverse(explanation.attributions.begin(), explanation.attributions.end());
  explanation.completeness_error = path.error;
  explanation.gradients = path.points;
}

Explainer::Explainer(Model model) : parts_(std::make_unique<Parts>(std::move(model))) {}
Explainer::~Explainer() = default;
Explainer::Explainer(Explainer&&) noexcept = default;

Explanation Explainer::explain(std::string_view text, bool want_gates, ThreadPool& pool) const {
  std::vector<TokenId> ids;
  Explanation explanation = parts_->tokens_of(text, ids);
  parts_->classify(ids, pool, explanation);
  parts_->attribute(ids, pool, explanation);
  if (want_gates) explanation.gates = trace_reading(parts_->network, ids);
  return explanation;
}

std::vector<std::vector<double>> Explainer::read_beginnings(std::string_view text, ThreadPool& pool) const {
  std::vector<TokenId> ids;
  parts_->tokens_of(text, ids);
  std::vector<TokenIds> beginnings;
  for (std::size_t tokens = 0; tokens <= ids.size(); ++tokens)
    beginnings.push_back(std::span(ids).first(tokens));
  return parts_->reader.read(beginnings, pool);
}

Explanation Explainer::attribute(std::string_view text, int32_t label, ThreadPool& pool) const {
  std::vector<TokenId> ids;
  Explanation explanation = parts_->tokens_of(text, ids);
  explanation.label = label;
  parts_->attribute(ids, pool, explanation);
  return explanation;
}

const Task& Explainer::task() const { return parts_->task; }

const Model& Explainer::model() const { return parts_->model; }

}  // namespace sentiment
