#include "config/baseline_config.h"

namespace sentiment {

std::vector<SettingProblem> BaselineConfig::problems() const {
  if (type != BaselineType::kNone) return {};
  const BaselineConfig defaults;
  std::vector<SettingProblem> found;
  const auto expect_default = [&](const char* setting, bool is_default) {
    if (is_default) return;
    found.push_back({setting, "has no effect with type \"none\"; leave it out or set type to \"nb_ngram\""});
  };
  expect_default("n", n == defaults.n);
  expect_default("min_count", min_count == defaults.min_count);
  expect_default("cost", cost == defaults.cost);
  return found;
}

void visit_settings(BaselineConfig& config, SettingsVisitor& visit) {
  visit.choice(
      "type", config.type, {{"nb_ngram", BaselineType::kNbNgram}, {"none", BaselineType::kNone}},
      "the model to beat that is fitted with the run: a linear classifier on n-grams weighted by naive "
      "Bayes, or none");
  visit.integer("n", config.n, between(1, 5), "n-grams of 1 to n tokens");
  visit.integer("min_count", config.min_count, at_least(1),
                "an n-gram that is in fewer texts of the training part is left out");
  visit.number("cost", config.cost, between(1e-6, 1e6),
               "of an example on the wrong side, against small weights (C of a support vector machine)");
}

}  // namespace sentiment
