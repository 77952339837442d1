// What `compare` found out about two models, as text and as JSON.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/thread_pool.h"
#include "data/record.h"
#include "inference/text_classifier.h"
#include "json/strict_json.h"
#include "metrics/significance.h"

namespace sentiment {

/// An example that one of the models has right and the other wrong.
struct Flip {
  std::string place;
  std::string label;      // the true one
  std::size_t truth = 0;  // its number
  std::string text;
  std::array<Prediction, 2> predictions;  // of A and of B

  bool a_right() const { return static_cast<std::size_t>(predictions[0].label) == truth; }
  /// How much of its probability the true label gains or loses from A to B.
  double gain() const { return predictions[1].probabilities[truth] - predictions[0].probabilities[truth]; }
};

/// {"place", "label", "right": "a" or "b", "a": {"predicted", "probability", "probabilities"}, "b": the same,
/// "text"}
Json flip_json(const Flip& flip, const std::vector<std::string>& labels);

class ComparisonReport {
 public:
  static constexpr std::size_t kFlipsShown = 10;  // of each direction, those with the largest gain or loss

  /// `labels` are those of both models, in the order of the predictions' numbers; `names` the models.
  ComparisonReport(std::vector<std::string> labels, std::array<std::string, 2> names);

  /// Counts an example.
  void add(std::size_t truth, const Prediction& a, const Prediction& b);
  /// Notes one of those that flip, if it is among those to show.
  void add_flip(const Flip& flip);
  /// After the last example: draws the interval. Precondition: there was one.
  void finish(ThreadPool& pool);

  std::string text(const std::string& data, const RowCounts& rows) const;
  Json json(const RowCounts& rows) const;

 private:
  /// "a" or "b" if the interval and the test agree that it is better.
  std::optional<std::string> better() const;
  std::string verdict() const;
  std::string flip_table(std::size_t right, const std::string& title) const;

  std::vector<std::string> labels_;
  std::array<std::string, 2> names_;
  std::array<ConfusionMatrix, 2> confusions_;
  PairedCounts counts_;
  Interval interval_;
  McNemarTest test_;
  std::array<std::vector<Flip>, 2> flips_;  // which A has right, which B has right: the clearest first
};

}  // namespace sentiment
