#include "cli/evaluation_report.h"

#include <fmt/format.h>

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

double share(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(double value) { return fmt::format("{:.1f} %", 100.0 * value); }

/// A table of buckets; `range` says which examples one holds.
template <class Range>
std::string bucket_table(const std::string& title, const std::vector<Bucket>& buckets, const Range& range) {
  std::vector<std::vector<std::string>> rows{{title, "examples", "accuracy", "95 % interval"}};
  for (const Bucket& bucket : buckets) {
    const Interval interval = bucket.interval();
    rows.push_back({range(bucket), std::to_string(bucket.count), figure(bucket.accuracy()),
                    fmt::format("{:.4f} to {:.4f}", interval.low, interval.high)});
  }
  return text_table(rows);
}

std::string token_range(const Bucket& bucket) {
  return fmt::format("{:.0f} to {:.0f}", bucket.low, bucket.high);
}

std::string rate_range(const Bucket& bucket) {
  if (bucket.low == bucket.high) return percent(bucket.low);
  return fmt::format("{:.1f} to {}", 100.0 * bucket.low, percent(bucket.high));
}

Json to_json(const std::vector<Bucket>& buckets) {
  Json list = Json::array();
  for (const Bucket& bucket : buckets) {
    list.push_back({{"low", bucket.low},
                    {"high", bucket.high},
                    {"count", bucket.count},
                    {"accuracy", bucket.accuracy()},
                    {"interval", to_json(bucket.interval())}});
  }
  return list;
}

}  // namespace

EvaluationReport::EvaluationReport(std::vector<std::string> labels, std::optional<double> temperature)
    : labels_(std::move(labels)), figures_(labels_.size(), temperature) {}

void EvaluationReport::add(std::size_t truth, const Prediction& prediction, std::string_view place,
                           std::string_view text) {
  figures_.add(truth, prediction, place, text);
}

std::size_t EvaluationReport::majority_label() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < labels_.size(); ++i) {
    if (figures_.confusion().of_class(i) > figures_.confusion().of_class(best)) best = i;
  }
  return best;
}

double EvaluationReport::ngram_accuracy() const { return share(ngrams_.right, examples()); }

Interval EvaluationReport::accuracy_interval() const {
  return wilson_interval(figures_.confusion().correct(), examples());
}

std::string EvaluationReport::majority_verdict() const {
  const double baseline = majority_accuracy(figures_.confusion());
  const std::string answer =
      fmt::format("always answering {} ({:.4f})", quote(labels_[majority_label()]), baseline);
  if (accuracy() <= baseline) return "The model does not beat " + answer + ".\n";
  if (accuracy_interval().low <= baseline) {
    return "The model is not clearly better than " + answer + ": its interval holds that figure.\n";
  }
  return "The model beats " + answer + ": its whole interval lies above.\n";
}

std::string EvaluationReport::ngram_verdict() const {
  if (!ngrams_.absent.empty()) return "";
  const double baseline = ngram_accuracy();
  const Interval interval = accuracy_interval();
  if (accuracy() < baseline) {
    return fmt::format("The n-gram baseline beats this model: {:.4f} against {:.4f}{}.\n", baseline,
                       accuracy(),
                       interval.high < baseline ? "" : ", by no more than chance may do on so many examples");
  }
  if (accuracy() == baseline) {
    return fmt::format("The model is no better than the n-gram baseline: both {:.4f}.\n", baseline);
  }
  return interval.low <= baseline
             ? fmt::format(
                   "The model is not clearly better than the n-gram baseline ({:.4f}): its interval holds "
                   "that figure.\n",
                   baseline)
             : fmt::format("The model beats the n-gram baseline ({:.4f}): its whole interval lies above.\n",
                           baseline);
}

std::string EvaluationReport::headline() const {
  const ConfusionMatrix& confusion = figures_.confusion();
  return "accuracy  " + with_interval(accuracy(), accuracy_interval()) + "\n" +  //
         "loss      " + figure(loss()) + "  nats per example\n" +                //
         "macro F1  " + with_interval(macro_f1(confusion), bootstrap_macro_f1(confusion)) + "\n";
}

std::string EvaluationReport::baselines_text() const {
  const std::string majority = "baseline  " + figure(majority_accuracy(figures_.confusion())) + "  always " +
                               quote(labels_[majority_label()]) + "\n";
  if (!ngrams_.absent.empty()) return majority + "baseline  n-grams: " + ngrams_.absent + "\n";
  return majority + "baseline  " +
         with_interval(ngram_accuracy(), wilson_interval(ngrams_.right, examples())) + "  n-grams\n";
}

std::string EvaluationReport::class_table() const {
  std::vector<std::vector<std::string>> rows{{"label", "precision", "recall", "F1", "support"}};
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const ClassScores scores = scores_of(figures_.confusion(), i);
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
      rows.back().push_back(std::to_string(figures_.confusion().at(truth, predicted)));
  }
  return text_table(rows);
}

std::string EvaluationReport::calibration_text() const {
  const Calibration& calibration = figures_.calibration();
  std::string text =
      fmt::format("calibration error  {}  (mean distance of confidence and accuracy in {} bins)\n",
                  figure(calibration.expected_error()), Calibration::kBins);
  if (const std::optional<double> temperature = figures_.temperature()) {
    text += fmt::format("                   {}  at temperature {:.2f}, fitted on the validation part\n",
                        figure(figures_.calibration_at_temperature().expected_error()), *temperature);
  }
  std::vector<std::vector<std::string>> rows{{"confidence", "examples", "mean", "accuracy"}};
  for (const ReliabilityBin& bin : calibration.bins()) {
    if (bin.count == 0) continue;
    rows.push_back({fmt::format("{:.2f} to {:.2f}", bin.low, bin.high), std::to_string(bin.count),
                    figure(bin.confidence), figure(bin.accuracy)});
  }
  return text + text_table(rows);
}

std::string EvaluationReport::errors_text() const {
  if (figures_.surest_errors().empty()) return "";
  std::string text = "\nwrong and surest of it:\n";
  for (const WrongAnswer& error : figures_.surest_errors()) {
    text +=
        fmt::format("  {:.4f} {} (is {})  {}  {}\n", error.probability, printable(labels_[error.predicted]),
                    printable(labels_[error.truth]), printable(error.place), printable(error.beginning));
  }
  return text;
}

std::string EvaluationReport::text(const std::string& name, const RowCounts& rows) const {
  std::string out = describe(name, rows) + "\n" + headline() + baselines_text() + "\n";
  out += class_table() + "\n" + confusion_table() + "\n" + calibration_text() + "\n";
  out += bucket_table("tokens", figures_.by_length(), token_range) + "\n";
  out += bucket_table("unknown tokens", figures_.by_oov_rate(), rate_range);
  return out + errors_text() + "\n" + majority_verdict() + ngram_verdict();
}

Json EvaluationReport::confusion_json() const {
  Json matrix = Json::array();
  for (std::size_t truth = 0; truth < labels_.size(); ++truth) {
    Json row = Json::array();
    for (std::size_t predicted = 0; predicted < labels_.size(); ++predicted)
      row.push_back(figures_.confusion().at(truth, predicted));
    matrix.push_back(row);
  }
  return matrix;
}

Json EvaluationReport::baselines_json() const {
  const ConfusionMatrix& confusion = figures_.confusion();
  const std::size_t majority = majority_label();
  Json baselines = {{"majority",
                     {{"label", labels_[majority]},
                      {"accuracy", majority_accuracy(confusion)},
                      {"interval", to_json(wilson_interval(confusion.of_class(majority), examples()))}}}};
  if (ngrams_.absent.empty()) {
    baselines["ngram"] = {{"accuracy", ngram_accuracy()},
                          {"interval", to_json(wilson_interval(ngrams_.right, examples()))}};
  }
  return baselines;
}

Json EvaluationReport::calibration_json() const {
  Json bins = Json::array();
  for (const ReliabilityBin& bin : figures_.calibration().bins()) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"count", bin.count},
                    {"confidence", bin.confidence},
                    {"accuracy", bin.accuracy}});
  }
  Json calibration = {{"ece", figures_.calibration().expected_error()}, {"bins", bins}};
  if (const std::optional<double> temperature = figures_.temperature()) {
    calibration["temperature"] = *temperature;
    calibration["ece_with_temperature"] = figures_.calibration_at_temperature().expected_error();
  }
  return calibration;
}

Json EvaluationReport::errors_json() const {
  Json errors = Json::array();
  for (const WrongAnswer& error : figures_.surest_errors()) {
    errors.push_back({{"place", error.place},
                      {"label", labels_[error.truth]},
                      {"predicted", labels_[error.predicted]},
                      {"probability", error.probability},
                      {"text", error.beginning}});
  }
  return errors;
}

Json EvaluationReport::json(const RowCounts& rows) const {
  const ConfusionMatrix& confusion = figures_.confusion();
  Json report = {{"examples", examples()},
                 {"accuracy", accuracy()},
                 {"accuracy_ci95", to_json(accuracy_interval())},
                 {"loss", loss()},
                 {"macro_f1", macro_f1(confusion)},
                 {"macro_f1_ci95", to_json(bootstrap_macro_f1(confusion))}};
  Json& per_class = report["per_class"] = Json::object();
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const ClassScores scores = scores_of(confusion, i);
    per_class[labels_[i]] = {{"precision", scores.precision},
                             {"recall", scores.recall},
                             {"f1", scores.f1},
                             {"support", scores.support}};
  }
  report["confusion_matrix"] = confusion_json();
  report["labels"] = labels_;
  report["baselines"] = baselines_json();
  report["calibration"] = calibration_json();
  report["by_length"] = to_json(figures_.by_length());
  report["by_oov_rate"] = to_json(figures_.by_oov_rate());
  report["surest_errors"] = errors_json();
  report["rows"] = to_json(rows);
  return report;
}

}  // namespace sentiment
