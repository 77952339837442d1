// What `evaluate` found out: figures with their intervals and what to beat, as text and as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/record.h"
#include "inference/classifier.h"
#include "json/strict_json.h"
#include "metrics/classification_report.h"

namespace sentiment {

class EvaluationReport {
 public:
  explicit EvaluationReport(std::vector<std::string> labels);

  /// Counts an example of class `truth`.
  void add(std::size_t truth, const Prediction& prediction);

  int64_t examples() const { return confusion_.total(); }
  double accuracy() const;
  /// Mean negative log-likelihood of the true class, in nats.
  double loss() const;

  /// The report for people. `name` is the data, `rows` what became of them. Precondition: examples() > 0.
  std::string text(const std::string& name, const RowCounts& rows) const;
  /// The same figures. Precondition: examples() > 0.
  Json json(const RowCounts& rows) const;

 private:
  std::size_t majority_label() const;
  std::string verdict() const;
  std::string class_table() const;
  std::string confusion_table() const;
  Json confusion_json() const;

  std::vector<std::string> labels_;
  ConfusionMatrix confusion_;
  double loss_sum_ = 0.0;
};

}  // namespace sentiment
