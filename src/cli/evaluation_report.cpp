#include "cli/evaluation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "cli/text_table.h"
#include "core/quote.h"

namespace sentiment {
namespace {

std::string figure(double value) { return fmt::format("{:.4f}", value); }

std::string with_interval(double value, const Interval& interval) {
  return fmt::format("{:.4f}  (95 % interval {:.4f} to {:.4f})", value, interval.low, interval.high);
}

Json to_json(const Interval& interval) { return Json::array({interval.low, interval.high}); }

Json to_json(const RowCounts& rows) {
  Json skipped = Json::object();
  for (const auto& [reason, count] : rows.skipped) skipped[reason] = count;
  return {{"read", rows.read}, {"used", rows.used}, {"skipped", skipped}};
}

std::string describe(const std::string& name, const RowCounts& rows) {
  std::string text = fmt::format("{}: {} rows read, {} used, {} skipped\n", printable(name), rows.read,
                                 rows.used, rows.skipped_total());
  for (const auto& [reason, count] : rows.skipped)
    text += fmt::format("  {} skipped: {}\n", count, printable(reason));
  return text;
}

}  // namespace

EvaluationReport::EvaluationReport(std::vector<std::string> labels)
    : labels_(std::move(labels)), confusion_(labels_.size()) {}

void EvaluationReport::add(std::size_t truth, const Prediction& prediction) {
  confusion_.add(truth, static_cast<std::size_t>(prediction.label));
  // A probability that rounds to zero would make the loss infinite.
  loss_sum_ -= std::log(std::max(prediction.probabilities[truth], std::numeric_limits<double>::min()));
}

double EvaluationReport::accuracy() const {
  return static_cast<double>(confusion_.correct()) / static_cast<double>(examples());
}

double EvaluationReport::loss() const { return loss_sum_ / static_cast<double>(examples()); }

std::size_t EvaluationReport::majority_label() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < labels_.size(); ++i) {
    if (confusion_.of_class(i) > confusion_.of_class(best)) best = i;
  }
  return best;
}

std::string EvaluationReport::verdict() const {
  const double baseline = majority_accuracy(confusion_);
  const std::string answer =
      fmt::format("always answering {} ({:.4f})", quote(labels_[majority_label()]), baseline);
  if (accuracy() <= baseline) return "The model does not beat " + answer + ".\n";
  if (wilson_interval(confusion_.correct(), examples()).low <= baseline) {
    return "The model is not clearly better than " + answer + ": its interval holds that figure.\n";
  }
  return "The model beats " + answer + ": its whole interval lies above.\n";
}

std::string EvaluationReport::class_table() const {
  std::vector<std::vector<std::string>> rows{{"label", "precision", "recall", "F1", "support"}};
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const ClassScores scores = scores_of(confusion_, i);
    rows.push_back({labels_[i], figure(scores.precision), figure(scores.recall), figure(scores.f1),
                    std::to_string(scores.support)});
  }
  return text_table(rows);
}

std::string EvaluationReport::confusion_table() const {
  std::vector<std::vector<std::string>> rows{{"true \\ predicted"}};
  for (std::size_t truth = 0; truth < labels_.size(); ++truth) {
    rows.front().push_back(labels_[truth]);
    rows.push_back({labels_[truth]});
    for (std::size_t predicted = 0; predicted < labels_.size(); ++predicted)
      rows.back().push_back(std::to_string(confusion_.at(truth, predicted)));
  }
  return text_table(rows);
}

std::string EvaluationReport::text(const std::string& name, const RowCounts& rows) const {
  const Interval accuracy_interval = wilson_interval(confusion_.correct(), examples());
  std::string out = describe(name, rows) + "\n";
  out += "accuracy  " + with_interval(accuracy(), accuracy_interval) + "\n";
  out += "loss      " + figure(loss()) + "  nats per example\n";
  out += "macro F1  " + with_interval(macro_f1(confusion_), bootstrap_macro_f1(confusion_)) + "\n";
  out += "baseline  " + figure(majority_accuracy(confusion_)) + "  always " +
         quote(labels_[majority_label()]) + "\n\n";
  return out + class_table() + "\n" + confusion_table() + "\n" + verdict();
}

Json EvaluationReport::confusion_json() const {
  Json matrix = Json::array();
  for (std::size_t truth = 0; truth < labels_.size(); ++truth) {
    Json row = Json::array();
    for (std::size_t predicted = 0; predicted < labels_.size(); ++predicted)
      row.push_back(confusion_.at(truth, predicted));
    matrix.push_back(row);
  }
  return matrix;
}

Json EvaluationReport::json(const RowCounts& rows) const {
  Json report = {{"examples", examples()},
                 {"accuracy", accuracy()},
                 {"accuracy_ci95", to_json(wilson_interval(confusion_.correct(), examples()))},
                 {"loss", loss()},
                 {"macro_f1", macro_f1(confusion_)},
                 {"macro_f1_ci95", to_json(bootstrap_macro_f1(confusion_))}};
  Json& per_class = report["per_class"] = Json::object();
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const ClassScores scores = scores_of(confusion_, i);
    per_class[labels_[i]] = {{"precision", scores.precision},
                             {"recall", scores.recall},
                             {"f1", scores.f1},
                             {"support", scores.support}};
  }
  report["confusion_matrix"] = confusion_json();
  report["labels"] = labels_;
  report["baselines"]["majority"] = {{"label", labels_[majority_label()]},
                                     {"accuracy", majority_accuracy(confusion_)}};
  report["rows"] = to_json(rows);
  return report;
}

}  // namespace sentiment
