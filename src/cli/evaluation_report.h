// What `evaluate` found out: figures with their intervals and what to beat, as text and as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/evaluation_figures.h"
#include "data/record.h"
#include "inference/text_classifier.h"
#include "json/strict_json.h"
#include "metrics/classification_report.h"

namespace sentiment {

/// How the n-gram baseline did on the same examples, or why that is not known.
struct NgramAnswers {
  std::string absent;  // why; empty if there is a baseline
  int64_t right = 0;
};

class EvaluationReport {
 public:
  /// `temperature`: the one kept with the run, if there is one.
  explicit EvaluationReport(std::vector<std::string> labels,
                            std::optional<double> temperature = std::nullopt);

  /// Counts an example of class `truth`.
  void add(std::size_t truth, const Prediction& prediction, std::string_view place = "",
           std::string_view text = "");
  void set_ngrams(NgramAnswers ngrams) { ngrams_ = std::move(ngrams); }

  const EvaluationFigures& figures() const { return figures_; }
  int64_t examples() const { return figures_.examples(); }
  double accuracy() const { return figures_.accuracy(); }
  /// Mean negative log-likelihood of the true class, in nats.
  double loss() const { return figures_.loss(); }

  /// The report for people. `name` is the data, `rows` what became of them. Precondition: examples() > 0.
  std::string text(const std::string& name, const RowCounts& rows) const;
  /// The same figures. Intervals are [low, high] at 95 %. Precondition: examples() > 0.
  ///
  ///   examples, accuracy, accuracy_ci95, loss, macro_f1, macro_f1_ci95, labels
  ///   per_class         LABEL: {precision, recall, f1, support}
  ///   confusion_matrix  [true][predicted], in the order of labels
  ///   baselines         majority: {label, accuracy, interval}; ngram: {accuracy, interval} if the run has it
  ///   calibration       ece, bins: [{low, high, count, confidence, accuracy}];
  ///                     temperature, ece_with_temperature if the run has a temperature
  ///   by_length         [{low, high, count, accuracy, interval}], low and high in tokens
  ///   by_oov_rate       the same by share of unknown tokens
  ///   surest_errors     [{place, label, predicted, probability, text}], probability of `predicted`
  ///   rows              {read, used, skipped: {REASON: count}}
  Json json(const RowCounts& rows) const;

 private:
  std::size_t majority_label() const;
  double ngram_accuracy() const;
  Interval accuracy_interval() const;
  std::string headline() const;
  std::string baselines_text() const;
  std::string majority_verdict() const;
  std::string ngram_verdict() const;
  std::string class_table() const;
  std::string confusion_table() const;
  std::string calibration_text() const;
  std::string errors_text() const;
  Json confusion_json() const;
  Json baselines_json() const;
  Json calibration_json() const;
  Json errors_json() const;

  std::vector<std::string> labels_;
  EvaluationFigures figures_;
  NgramAnswers ngrams_{.absent = "none was given"};
};

}  // namespace sentiment
