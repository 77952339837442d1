#include <fmt/format.h>

#include <cmath>
#include <map>

#include "baselines/majority_baseline.h"
#include "metrics/classification_report.h"
#include "report/fit_verdict.h"
#include "report/run_sentences.h"
#include "report/sections.h"

namespace sentiment {
namespace {

/// Every epoch that was trained and validated.
std::vector<EpochFigures> epochs_of(const RunRecord& record) {
  std::map<int64_t, std::pair<double, int64_t>>
      training;  // sum of the losses of an epoch's intervals, their number
  std::vector<EpochFigures> epochs;
  for (const Json& event : record.events) {
    const std::optional<double> epoch = number_in(event, {"epoch"}), loss = number_in(event, {"loss"});
    if (!epoch || !loss) continue;
    const auto number = static_cast<int64_t>(*epoch);
    if (text_in(event, {"event"}) == "interval") {
      training[number].first += *loss;
      ++training[number].second;
    } else if (text_in(event, {"event"}) == "validation" && training.contains(number)) {
      const auto [sum, intervals] = training[number];
      epochs.push_back({number, sum / static_cast<double>(intervals), *loss,
                        number_in(event, {"accuracy"}).value_or(0.0)});
    }
  }
  return epochs;
}

/// The recorded accuracy where the data is gone.
std::string recorded_headline(const RunRecord& record) {
  const std::optional<double> accuracy = number_in(record.metrics, {"best", "accuracy"});
  if (!accuracy) return "This run has no model yet: no epoch has ended.";
  return fmt::format("The kept model labelled {} of the validation texts correctly.",
                     short_percent(*accuracy));
}

std::string headline(const MeasuredRun& measured, const ConfusionMatrix& confusion,
                     const Interval& interval) {
  const double accuracy = static_cast<double>(confusion.correct()) / static_cast<double>(confusion.total());
  return fmt::format("{} of {} validation texts are labelled correctly (95 % interval {} to {}).",
                     short_percent(accuracy), measured.valid.size(), short_percent(interval.low),
                     short_percent(interval.high));
}

std::string against_majority(const MeasuredRun& measured, const ConfusionMatrix& confusion,
                             const Interval& interval) {
  const MajorityBaseline majority(measured.corpus.train.label_counts);
  const double baseline = majority.accuracy(measured.corpus.valid.label_counts);
  const std::string answer = fmt::format("always answering “{}”, which scores {}",
                                         measured.corpus.labels[static_cast<std::size_t>(majority.label())],
                                         short_percent(baseline));
  const double accuracy = static_cast<double>(confusion.correct()) / static_cast<double>(confusion.total());
  if (accuracy <= baseline) return "It does not beat " + answer + ".";
  if (interval.low <= baseline) return "It is not clearly better than " + answer + ".";
  return "It beats " + answer + ": its whole interval lies above.";
}

std::string against_ngrams(const MeasuredRun& measured) {
  if (!measured.ngram_accuracy) return "This run kept no n-gram baseline to be compared with.";
  const double baseline = *measured.ngram_accuracy;
  const ConfusionMatrix& confusion = measured.figures.confusion();
  const Interval interval = wilson_interval(confusion.correct(), confusion.total());
  const std::string answer = fmt::format(
      "the n-gram baseline, which counts words and runs of words and scores {}", short_percent(baseline));
  if (interval.high < baseline) return "It loses to " + answer + ": its whole interval lies below.";
  if (measured.figures.accuracy() < baseline)
    return "It loses to " + answer + ", though within its interval.";
  if (interval.low <= baseline) return "It is not clearly better than " + answer + ".";
  return "It beats " + answer + ": its whole interval lies above.";
}

BarChart comparison(const MeasuredRun& measured) {
  const Corpus& corpus = measured.corpus;
  const auto total = static_cast<int64_t>(corpus.valid.examples.size());
  const ConfusionMatrix& confusion = measured.figures.confusion();
  const Interval own = wilson_interval(confusion.correct(), confusion.total());
  BarChart chart;
  chart.title = "Accuracy against baselines";
  chart.description = "On the validation part, with 95 % intervals.";
  chart.value_name = "accuracy";
  chart.percent = true;
  chart.high = 1.0;
  chart.bars.push_back({"this model", measured.figures.accuracy(), own.low, own.high});
  const auto add = [&](const char* name, double accuracy) {
    const Interval interval = wilson_interval(std::llround(accuracy * static_cast<double>(total)), total);
    chart.bars.push_back({name, accuracy, interval.low, interval.high});
  };
  if (measured.ngram_accuracy) add("n-grams", *measured.ngram_accuracy);
  add("always one label", MajorityBaseline(corpus.train.label_counts).accuracy(corpus.valid.label_counts));
  return chart;
}

std::string test_result(const RunRecord& record, const MeasuredRun* measured) {
  const std::optional<double> accuracy = number_in(record.metrics, {"test", "accuracy"});
  if (!accuracy) return "";
  if (!measured || !measured->corpus.test)
    return fmt::format("On the test part it labels {} correctly.", short_percent(*accuracy));
  const auto total = static_cast<int64_t>(measured->corpus.test->examples.size());
  const Interval interval = wilson_interval(std::llround(*accuracy * static_cast<double>(total)), total);
  return fmt::format("On the {} texts of the test part it labels {} correctly (95 % interval {} to {}).",
                     total, short_percent(*accuracy), short_percent(interval.low),
                     short_percent(interval.high));
}

}  // namespace

std::string overview_section(const RunRecord& record, const MeasuredRun* measured) {
  std::string html;
  if (measured) {
    const ConfusionMatrix& confusion = measured->figures.confusion();
    const Interval interval = wilson_interval(confusion.correct(), confusion.total());
    html += paragraph(headline(*measured, confusion, interval), " class=\"verdict\"");
    html += paragraph(against_ngrams(*measured) + " " + against_majority(*measured, confusion, interval));
    html += bar_chart(comparison(*measured));
  } else {
    html += paragraph(recorded_headline(record), " class=\"verdict\"");
  }
  html += paragraph(test_result(record, measured));
  const auto kept = static_cast<int64_t>(number_in(record.metrics, {"best", "epoch"}).value_or(0.0));
  const std::string fit = fit_verdict(epochs_of(record), kept);
  html += paragraph(kept_epoch(record) + (fit.empty() ? "" : " " + fit));
  return html + paragraph(divergences(record)) + paragraph(ending(record));
}

}  // namespace sentiment
