#include "cli/comparison_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "cli/text_table.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr int64_t kDraws = 10'000;
constexpr uint64_t kSeed = 0;
constexpr double kLevel = 0.05;
constexpr std::size_t kTextShown = 60;  // bytes
constexpr const char* kKeys[] = {"a", "b"};
constexpr const char* kNames[] = {"A", "B"};

Json to_json(const Interval& interval) { return Json::array({interval.low, interval.high}); }

double accuracy(const ConfusionMatrix& confusion) {
  return static_cast<double>(confusion.correct()) / static_cast<double>(confusion.total());
}

Interval interval_of(const ConfusionMatrix& confusion) {
  return wilson_interval(confusion.correct(), confusion.total());
}

/// "p = 0.003", "p < 0.001".
std::string p_value(double p) { return p < 0.001 ? "p < 0.001" : fmt::format("p = {:.3f}", p); }

Json prediction_json(const Prediction& prediction, const std::vector<std::string>& labels) {
  Json out = {{"predicted", labels[static_cast<std::size_t>(prediction.label)]},
              {"probability", prediction.probability()}};
  Json& probabilities = out["probabilities"] = Json::object();
  for (std::size_t i = 0; i < labels.size(); ++i) probabilities[labels[i]] = prediction.probabilities[i];
  return out;
}

/// "neg 0.81"
std::string answer(const Prediction& prediction, const std::vector<std::string>& labels) {
  return fmt::format("{} {:.2f}", labels[static_cast<std::size_t>(prediction.label)],
                     prediction.probability());
}

}  // namespace

Json flip_json(const Flip& flip, const std::vector<std::string>& labels) {
  return {{"place", flip.place},
          {"label", flip.label},
          {"right", flip.a_right() ? "a" : "b"},
          {"a", prediction_json(flip.predictions[0], labels)},
          {"b", prediction_json(flip.predictions[1], labels)},
          {"text", flip.text}};
}

ComparisonReport::ComparisonReport(std::vector<std::string> labels, std::array<std::string, 2> names)
    : labels_(std::move(labels)),
      names_(std::move(names)),
      confusions_{ConfusionMatrix(labels_.size()), ConfusionMatrix(labels_.size())} {}

void ComparisonReport::add(std::size_t truth, const Prediction& a, const Prediction& b) {
  confusions_[0].add(truth, static_cast<std::size_t>(a.label));
  confusions_[1].add(truth, static_cast<std::size_t>(b.label));
  counts_.add(static_cast<std::size_t>(a.label) == truth, static_cast<std::size_t>(b.label) == truth);
}

void ComparisonReport::add_flip(const Flip& flip) {
  std::vector<Flip>& shown = flips_[flip.a_right() ? 0 : 1];
  const auto clearer = [](const Flip& one, const Flip& other) {
    return std::abs(one.gain()) > std::abs(other.gain());
  };
  shown.insert(std::upper_bound(shown.begin(), shown.end(), flip, clearer), flip);
  if (shown.size() > kFlipsShown) shown.pop_back();
}

void ComparisonReport::finish(ThreadPool& pool) {
  interval_ = bootstrap_difference(counts_, pool, kDraws, kSeed);
  test_ = mcnemar(counts_);
}

std::optional<std::string> ComparisonReport::better() const {
  if (test_.mid_p >= kLevel) return std::nullopt;
  if (interval_.low > 0.0) return kKeys[1];
  if (interval_.high < 0.0) return kKeys[0];
  return std::nullopt;
}

std::string ComparisonReport::verdict() const {
  const std::optional<std::string> best = better();
  const std::string p = p_value(test_.mid_p);
  if (!best) {
    return fmt::format(
        "No difference that this data could show: B - A is {:.1f} points ({:.1f} to {:.1f}), {}.",
        100 * counts_.difference(), 100 * interval_.low, 100 * interval_.high, p);
  }
  const bool is_a = best == kKeys[0];
  const double sign = is_a ? -100 : 100;
  return fmt::format("{} is better: {:.1f} points ({:.1f} to {:.1f}), {}.", kNames[is_a ? 0 : 1],
                     sign * counts_.difference(), sign * (is_a ? interval_.high : interval_.low),
                     sign * (is_a ? interval_.low : interval_.high), p);
}

std::string ComparisonReport::flip_table(std::size_t right, const std::string& title) const {
  const std::vector<Flip>& shown = flips_[right];
  const int64_t all = right == 0 ? counts_.only_a_right : counts_.only_b_right;
  std::string out = fmt::format("\n{}: {}", title, all);
  if (shown.empty()) return out + "\n";
  if (static_cast<int64_t>(shown.size()) < all) out += fmt::format(", the clearest {}", shown.size());
  std::vector<std::vector<std::string>> rows{{"place", "label", "A", "B", "text"}};
  for (const Flip& flip : shown) {
    rows.push_back({flip.place, flip.label, answer(flip.predictions[0], labels_),
                    answer(flip.predictions[1], labels_), quote(flip.text, kTextShown)});
  }
  return out + "\n" + text_table(rows, /*left=*/5);
}

std::string ComparisonReport::text(const std::string& data, const RowCounts& rows) const {
  std::string out = fmt::format("{}: {} rows read, {} compared, {} skipped\n", printable(data), rows.read,
                                rows.used, rows.skipped_total());
  for (const auto& [reason, count] : rows.skipped)
    out += fmt::format("  {} skipped: {}\n", count, printable(reason));
  out += "\n";
  for (std::size_t i = 0; i < 2; ++i) {
    const Interval interval = interval_of(confusions_[i]);
    out += fmt::format("{}          accuracy {:.4f}  (95 % interval {:.4f} to {:.4f})  {}\n", kNames[i],
                       accuracy(confusions_[i]), interval.low, interval.high, printable(names_[i]));
  }
  out += fmt::format("B - A              {:+.4f}  (95 % interval {:+.4f} to {:+.4f}, paired bootstrap)\n",
                     counts_.difference(), interval_.low, interval_.high);
  out +=
      fmt::format("McNemar's test     {} (mid-p; exact {}); only A right: {}, only B right: {}\n\n",
                  p_value(test_.mid_p), p_value(test_.exact_p), counts_.only_a_right, counts_.only_b_right);
  out += verdict() + "\n";
  return out + flip_table(0, "A right, B wrong") + flip_table(1, "B right, A wrong");
}

Json ComparisonReport::json(const RowCounts& rows) const {
  Json out = {{"examples", counts_.total()}};
  for (std::size_t i = 0; i < 2; ++i) {
    out[kKeys[i]] = {{"model", names_[i]},
                     {"accuracy", accuracy(confusions_[i])},
                     {"accuracy_ci95", to_json(interval_of(confusions_[i]))},
                     {"macro_f1", macro_f1(confusions_[i])}};
  }
  out["difference"] = counts_.difference();
  out["difference_ci95"] = to_json(interval_);
  out["bootstrap"] = {{"draws", kDraws}, {"seed", kSeed}};
  out["mcnemar"] = {{"only_a_right", counts_.only_a_right},
                    {"only_b_right", counts_.only_b_right},
                    {"exact_p", test_.exact_p},
                    {"mid_p", test_.mid_p}};
  out["both_right"] = counts_.both_right;
  out["both_wrong"] = counts_.both_wrong;
  const std::optional<std::string> best = better();
  out["better"] = best ? Json(*best) : Json();
  out["verdict"] = verdict();
  for (std::size_t right = 0; right < 2; ++right) {
    Json& shown = out["flips"][right == 0 ? "a_right" : "b_right"] = Json::array();
    for (const Flip& flip : flips_[right]) shown.push_back(flip_json(flip, labels_));
  }
  Json& counted = out["rows"] = {{"read", rows.read}, {"used", rows.used}, {"skipped", Json::object()}};
  for (const auto& [reason, count] : rows.skipped) counted["skipped"][reason] = count;
  return out;
}

}  // namespace sentiment
