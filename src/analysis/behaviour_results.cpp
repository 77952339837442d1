#include "analysis/behaviour_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

/// The model's label for each role that a test uses.
std::map<std::string, std::size_t> labels_of_roles(const BehaviourSuite& suite,
                                                   const std::vector<std::string>& labels,
                                                   const std::string& name) {
  std::map<std::string, std::size_t> found;
  for (const BehaviourGroup& group : suite.groups) {
    if (group.role.empty() || found.contains(group.role)) continue;
    const std::vector<std::string>& names = suite.labels.at(group.role);
    std::vector<std::size_t> matching;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (std::find(names.begin(), names.end(), labels[i]) != names.end()) matching.push_back(i);
    }
    if (matching.size() == 1) {
      found[group.role] = matching[0];
      continue;
    }
    std::string known;
    for (const std::string& label : labels) known += (known.empty() ? "" : ", ") + quote(label);
    throw DataError(
        fmt::format("{}: labels.{}: expected the name of one of the model's labels ({}), found {}; give "
                    "--suite-file with a "
                    "suite that names them",
                    name, printable(group.role), known, matching.empty() ? "none of them" : "several"));
  }
  return found;
}

/// One group's answers judged.
class Judge {
 public:
  Judge(const BehaviourGroup& group, std::optional<std::size_t> label, const std::vector<std::string>& labels)
      : group_(group), label_(label), labels_(labels) {}

  bool passes(const Prediction& answer, const Prediction* changed) const {
    switch (group_.type) {
      case BehaviourTest::kMinimumFunctionality:
        return static_cast<std::size_t>(answer.label) == *label_;
      case BehaviourTest::kInvariance:
        return answer.label == changed->label;
      default:
        break;
    }
    const double rise = changed->probabilities[*label_] - answer.probabilities[*label_];
    return (group_.must_not == MustNot::kFall ? -rise : rise) <= group_.tolerance;
  }

  BehaviourAnswer describe(const BehaviourCase& texts, const Prediction& answer,
                           const Prediction* changed) const {
    const std::size_t asked = label_.value_or(static_cast<std::size_t>(answer.label));
    BehaviourAnswer described{.texts = texts,
                              .asked = labels_[asked],
                              .label = name_of_label(answer),
                              .probability = answer.probabilities[asked]};
    if (changed != nullptr) {
      described.changed_label = name_of_label(*changed);
      described.changed_probability = changed->probabilities[asked];
    }
    return described;
  }

  std::string expectation() const {
    switch (group_.type) {
      case BehaviourTest::kMinimumFunctionality:
        return "the label " + quote(labels_[*label_]);
      case BehaviourTest::kInvariance:
        return "the same label";
      default:
        break;
    }
    const std::string tolerance =
        group_.tolerance == 0.0 ? "" : fmt::format(" by more than {}", group_.tolerance);
    return fmt::format("{} not {} likely{}", quote(labels_[*label_]),
                       group_.must_not == MustNot::kFall ? "less" : "more", tolerance);
  }

 private:
  const std::string& name_of_label(const Prediction& answer) const {
    return labels_[static_cast<std::size_t>(answer.label)];
  }

  const BehaviourGroup& group_;
  std::optional<std::size_t> label_;  // none for invariance
  const std::vector<std::string>& labels_;
};

BehaviourResult run_group(const BehaviourGroup& group, const Judge& judge, const TextClassifier& classifier,
                          ThreadPool& pool) {
  std::vector<std::string> texts;
  std::vector<std::string> changed;
  for (const BehaviourCase& one : group.cases) {
    texts.push_back(one.text);
    if (!one.changed.empty()) changed.push_back(one.changed);
  }
  const std::vector<Prediction> answers = classifier.classify(texts, pool);
  const std::vector<Prediction> others = classifier.classify(changed, pool);
  BehaviourResult result{.name = group.name,
                         .capability = group.capability,
                         .type = group.type,
                         .expectation = judge.expectation(),
                         .cases = static_cast<int64_t>(answers.size())};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Prediction* const other = others.empty() ? nullptr : &others[i];
    if (judge.passes(answers[i], other)) {
      ++result.passed;
    } else if (result.failures.size() < kBehaviourFailures) {
      result.failures.push_back(judge.describe(group.cases[i], answers[i], other));
    }
  }
  return result;
}

}  // namespace

std::vector<BehaviourResult> run_behaviour_suite(const BehaviourSuite& suite,
                                                 const TextClassifier& classifier, ThreadPool& pool,
                                                 const std::string& name) {
  const std::vector<std::string>& labels = classifier.task().labels;
  const std::map<std::string, std::size_t> roles = labels_of_roles(suite, labels, printable(name));
  std::vector<BehaviourResult> results;
  for (const BehaviourGroup& group : suite.groups) {
    std::optional<std::size_t> label;
    if (!group.role.empty()) label = roles.at(group.role);
    results.push_back(run_group(group, Judge(group, label, labels), classifier, pool));
  }
  return results;
}

}  // namespace sentiment
