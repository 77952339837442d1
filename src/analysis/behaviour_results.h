// What a model answers to a behaviour suite, and whether that is what the suite expects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/behaviour_suite.h"
#include "core/thread_pool.h"
#include "inference/text_classifier.h"

namespace sentiment {

struct BehaviourAnswer {
  BehaviourCase texts;
  std::string asked;                 // the label whose probability is given: the role's, or for invariance
                                     // the one the first text got
  std::string label;                 // of the text
  double probability = 0.0;          // of `asked`
  std::string changed_label = {};    // of the changed text; empty without one
  double changed_probability = 0.0;  // of `asked`
};

struct BehaviourResult {
  std::string name;
  std::string capability;
  BehaviourTest type = BehaviourTest::kMinimumFunctionality;
  std::string expectation;  // for people: the label "neg", "pos" not less likely
  int64_t cases = 0;
  int64_t passed = 0;
  std::vector<BehaviourAnswer> failures = {};  // the first few
};

/// How many failures of a group are kept.
inline constexpr std::size_t kBehaviourFailures = 10;

/// Asks a model everything. Throws DataError if no label of the model, or more than one, has a name that the
/// suite gives to a role; `name` is the suite in that message.
std::vector<BehaviourResult> run_behaviour_suite(const BehaviourSuite& suite,
                                                 const TextClassifier& classifier, ThreadPool& pool,
                                                 const std::string& name);

}  // namespace sentiment
