// Which examples of a part say most about a model when they are explained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sentiment {

/// A measured example.
struct ExampleCandidate {
  std::size_t truth;
  std::size_t predicted;
  double probability;  // of `predicted`
  int64_t tokens;      // that were read
};

struct ChosenExample {
  std::size_t index;   // among the candidates
  std::string reason;  // "Surest right answer"
};

/// At most six: the surest right answers for two labels, the two surest errors, and the two most undecided
/// answers. Texts of 8 to 60 tokens are preferred, as gates can be followed in them; without six of these,
/// any that are not empty nor longer than 200 tokens.
std::vector<ChosenExample> choose_examples(const std::vector<ExampleCandidate>& candidates);

}  // namespace sentiment
