// Tests of what a model has learnt, in the manner of CheckList (Ribeiro et al. 2020): short texts made from
// templates, and what must hold of the answers. The format of the file is in data/suite/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/thread_pool.h"
#include "inference/text_classifier.h"

namespace sentiment {

enum class BehaviourTest { kMinimumFunctionality, kInvariance, kDirectional };
/// "minimum_functionality", "invariance", "directional".
const char* name_of(BehaviourTest type);

/// One text, or two that differ in one thing.
struct BehaviourCase {
  std::string text;
  std::string changed;  // empty: minimum functionality has one text
};

/// Which way a probability must not move.
enum class MustNot { kFall, kRise };

struct BehaviourGroup {
  std::string name;
  std::string capability;  // "negation"
  BehaviourTest type = BehaviourTest::kMinimumFunctionality;
  std::string role;  // whose label is expected, or its probability watched: "positive"; none for invariance
  MustNot must_not = MustNot::kFall;  // directional
  double tolerance = 0.0;             // directional: by how much it may all the same
  std::vector<BehaviourCase> cases;
};

struct BehaviourSuite {
  std::map<std::string, std::vector<std::string>> labels;  // role -> names of such a label in models
  std::vector<BehaviourGroup> groups;
};

/// The suite that is built in: English film reviews.
BehaviourSuite builtin_behaviour_suite();

/// Reads a suite; `name` is the file as messages should call it. Throws DataError for anything that the
/// format does not have.
BehaviourSuite parse_behaviour_suite(std::string_view json, const std::string& name);

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
