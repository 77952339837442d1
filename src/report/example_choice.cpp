#include "report/example_choice.h"

#include <algorithm>
#include <functional>

namespace sentiment {
namespace {

constexpr std::size_t kExamples = 6;
constexpr double kDecided = 0.8;

std::vector<std::size_t> of_length(const std::vector<ExampleCandidate>& candidates, int64_t low,
                                   int64_t high) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].tokens >= low && candidates[i].tokens <= high) kept.push_back(i);
  }
  return kept;
}

}  // namespace

std::vector<ChosenExample> choose_examples(const std::vector<ExampleCandidate>& candidates) {
  std::vector<std::size_t> pool = of_length(candidates, 8, 60);
  if (pool.size() < kExamples) pool = of_length(candidates, 1, 200);
  std::vector<ChosenExample> chosen;
  const auto take = [&](const std::string& reason, bool surest,
                        const std::function<bool(const ExampleCandidate&)>& wanted) {
    std::size_t best = candidates.size();
    for (const std::size_t i : pool) {
      const bool taken =
          std::any_of(chosen.begin(), chosen.end(), [&](const auto& one) { return one.index == i; });
      if (taken || !wanted(candidates[i])) continue;
      const auto better = [&](double a, double b) { return surest ? a > b : a < b; };
      if (best == candidates.size() || better(candidates[i].probability, candidates[best].probability))
        best = i;
    }
    if (best < candidates.size()) chosen.push_back({best, reason});
    return best;
  };
  const auto right = [](const ExampleCandidate& one) { return one.truth == one.predicted; };
  const auto wrong = [](const ExampleCandidate& one) { return one.truth != one.predicted; };
  const auto undecided = [](const ExampleCandidate& one) { return one.probability < kDecided; };
  if (const std::size_t first = take("Surest right answer", true, right); first < candidates.size()) {
    const std::size_t label = candidates[first].truth;
    take("Surest right answer", true,
         [&](const ExampleCandidate& one) { return right(one) && one.truth != label; });
  }
  for (int i = 0; i < 2; ++i) take("Surest error", true, wrong);
  for (int i = 0; i < 2; ++i) take("Undecided", false, undecided);
  return chosen;
}

}  // namespace sentiment
