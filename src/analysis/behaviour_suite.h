// Tests of what a model has learnt, in the manner of CheckList (Ribeiro et al. 2020): short texts made from
// templates, and what must hold of the answers. The format of the file is in data/suite/README.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

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

}  // namespace sentiment
