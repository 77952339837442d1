#include "analysis/bundle_explainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <variant>

#include "core/error.h"
#include "core/quote.h"
#include "json/settings_writer.h"
#include "metrics/opinion_pool.h"
#include "text/encoder.h"

namespace sentiment {
namespace {

/// An n-gram model's score is a sum over the n-grams of a text, so that nothing has to be integrated.
class NgramExplainer : public MemberExplainer {
 public:
  explicit NgramExplainer(NgramModel model)
      : model_(std::move(model)), tokenizer_(model_.tokenizer), encoder_(tokenizer_, model_.vocabulary) {}

  std::vector<std::vector<double>> read_beginnings(std::string_view text, ThreadPool& pool) const override {
    const std::vector<TokenId> ids = encoder_.encode(text).ids;
    std::vector<std::span<const TokenId>> beginnings;
    for (std::size_t tokens = 0; tokens <= ids.size(); ++tokens)
      beginnings.push_back(std::span(ids).first(tokens));
    return model_.baseline.probabilities(beginnings, pool);
  }

  Explanation attribute(std::string_view text, int32_t label, ThreadPool&) const override {
    const std::vector<TokenId> ids = encoder_.encode(text).ids;
    Explanation explanation;
    for (const TokenId id : ids) explanation.unknown.push_back(id == Vocabulary::kUnknownId);
    NgramContributions found = model_.baseline.contributions(ids, label);
    explanation.label = label;
    explanation.logit_difference = found.score;
    explanation.baseline_logit_difference = found.bias;
    explanation.completeness_error =
        std::accumulate(found.tokens.begin(), found.tokens.end(), 0.0) - (found.score - found.bias);
    explanation.attributions = std::move(found.tokens);
    return explanation;
  }

 private:
  const NgramModel model_;
  const Tokenizer tokenizer_;
  const Encoder encoder_;
};

Json tokenizer_of(const BundleMember& member) {
  TokenizerConfig tokenizer = std::visit([](const auto& model) { return model.tokenizer; }, member.model);
  SettingsWriter settings;
  visit_settings(tokenizer, settings);
  return settings.result;
}

void expect_same_tokens(const Bundle& bundle, const std::string& name) {
  for (std::size_t i = 1; i < bundle.members.size(); ++i) {
    if (tokenizer_of(bundle.members[i]) == tokenizer_of(bundle.members.front())) continue;
    throw Error(
        fmt::format("{}: expected members that read the same tokens of a text, found other settings of the "
                    "tokenizer in member {} than in member 0; explain the models it was made of, one by one",
                    printable(name), i));
  }
}

}  // namespace

BundleExplainer::BundleExplainer(Bundle bundle, const std::string& name) {
  expect_same_tokens(bundle, name);
  const std::vector<std::string> labels = bundle.members.front().labels();
  for (BundleMember& member : bundle.members) {
    Member own{nullptr, label_places(labels, member.labels())};
    weights_.push_back(member.weight);
    if (auto* const model = std::get_if<Model>(&member.model)) {
      if (members_.empty()) task_ = {labels, model->text_column, model->label_column};
      own.explainer = std::make_unique<Explainer>(std::move(*model));
    } else {
      own.explainer = std::make_unique<NgramExplainer>(std::move(std::get<NgramModel>(member.model)));
    }
    members_.push_back(std::move(own));
  }
}

/// As the bundle classifies them, [tokens + 1][classes].
std::vector<std::vector<double>> BundleExplainer::read_beginnings(std::string_view text,
                                                                  ThreadPool& pool) const {
  std::vector<std::vector<std::vector<double>>> of_members;
  for (const Member& member : members_) of_members.push_back(member.explainer->read_beginnings(text, pool));
  std::vector<std::vector<double>> all;
  for (std::size_t beginning = 0; beginning < of_members.front().size(); ++beginning) {
    std::vector<std::vector<double>> answers;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      std::vector<double>& answer = answers.emplace_back();
      for (const std::size_t place : members_[i].places) answer.push_back(of_members[i][beginning][place]);
    }
    all.push_back(pooled(answers, weights_));
  }
  return all;
}

void BundleExplainer::add_attributions(std::string_view text, ThreadPool& pool,
                                       Explanation& explanation) const {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const std::size_t place = members_[i].places[static_cast<std::size_t>(explanation.label)];
    const Explanation own = members_[i].explainer->attribute(text, static_cast<int32_t>(place), pool);
    if (i == 0) {
      explanation.tokens = own.tokens;
      explanation.places = own.places;
      explanation.total_tokens = own.total_tokens;
      explanation.unknown = own.unknown;
      explanation.attributions.resize(own.tokens.size());
    }
    explanation.logit_difference += weights_[i] * own.logit_difference;
    explanation.baseline_logit_difference += weights_[i] * own.baseline_logit_difference;
    explanation.completeness_error += weights_[i] * own.completeness_error;
    explanation.gradients += own.gradients;
    for (std::size_t token = 0; token < own.attributions.size(); ++token) {
      explanation.attributions[token] += weights_[i] * own.attributions[token];
      explanation.unknown[token] = explanation.unknown[token] && own.unknown[token];
    }
  }
}

Explanation BundleExplainer::explain(std::string_view text, bool, ThreadPool& pool) const {
  const std::vector<std::vector<double>> read = read_beginnings(text, pool);
  Explanation explanation;
  explanation.probabilities = read.back();
  const auto best = std::max_element(read.back().begin(), read.back().end());
  explanation.label = static_cast<int32_t>(best - read.back().begin());
  explanation.probability = *best;
  for (std::size_t tokens = 1; tokens < read.size(); ++tokens)
    explanation.running_probability.push_back(read[tokens][static_cast<std::size_t>(explanation.label)]);
  add_attributions(text, pool, explanation);
  return explanation;
}

}  // namespace sentiment
