// Examples of which a model says something else than their label.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sentiment {

struct ShownExample {
  std::string place;  // "reviews.csv:17"
  std::string label;
  std::string predicted;
  double probability;          // of `predicted`
  std::optional<double> loss;  // in nats
  std::string text;            // or its beginning
};

/// A list, one example below the other, so that the texts have room on a phone. Everything is escaped.
std::string example_list(const std::vector<ShownExample>& examples);

}  // namespace sentiment
