// Why a bundle says what it says of a text.
//
// The score of a label in a logarithmic opinion pool is the weighted sum of its scores in the members, so
// what a token adds to the answer is the weighted sum of what it adds there, and the errors of completeness
// add up like it. That needs members that read the same tokens of a text.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/explanation.h"
#include "analysis/text_explainer.h"
#include "inference/bundle.h"

namespace sentiment {

class BundleExplainer : public TextExplainer {
 public:
  /// Throws Error unless the tokenizers of all members have the same settings; `name` is the bundle.
  BundleExplainer(Bundle bundle, const std::string& name);

  /// running_probability is what the bundle says of the tokens up to each, also where a member reads them
  /// from the end. A token is unknown if no member knows it.
  Explanation explain(std::string_view text, bool want_gates, ThreadPool& pool) const override;
  const Task& task() const override { return task_; }

 private:
  struct Member {
    std::unique_ptr<const MemberExplainer> explainer;
    std::vector<std::size_t> places;  // of the labels among the member's own
  };

  std::vector<std::vector<double>> read_beginnings(std::string_view text, ThreadPool& pool) const;
  void add_attributions(std::string_view text, ThreadPool& pool, Explanation& explanation) const;

  Task task_;
  std::vector<double> weights_;
  std::vector<Member> members_;
};

}  // namespace sentiment
