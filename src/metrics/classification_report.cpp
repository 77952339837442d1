#include "metrics/classification_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/random.h"

namespace sentiment {
namespace {

constexpr double kZ95 = 1.959963984540054;  // the standard normal's 97.5 % quantile

double ratio(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Which cell of the matrix each example is in, cell by cell.
struct Examples {
  explicit Examples(const ConfusionMatrix& confusion) : classes(confusion.classes()) {
    cells.reserve(static_cast<std::size_t>(confusion.total()));
    for (std::size_t cell = 0; cell < classes * classes; ++cell) {
      const int64_t count = confusion.at(cell / classes, cell % classes);
      cells.insert(cells.end(), static_cast<std::size_t>(count), static_cast<uint32_t>(cell));
    }
  }

  /// As many examples, drawn with replacement.
  ConfusionMatrix resample(const RandomStream& stream) const {
    std::vector<int64_t> drawn(classes * classes);
    for (uint64_t i = 0; i < cells.size(); ++i) ++drawn[cells[stream.below(i, cells.size())]];
    ConfusionMatrix confusion(classes);
    for (std::size_t cell = 0; cell < drawn.size(); ++cell) {
      confusion.add(cell / classes, cell % classes, drawn[cell]);
    }
    return confusion;
  }

  std::size_t classes;
  std::vector<uint32_t> cells;  // [total]
};

/// The value below which `share` of the sorted values lie, between two of them by their distance
/// (Hyndman and Fan 1996, definition 7).
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

int64_t ConfusionMatrix::total() const { return std::accumulate(counts_.begin(), counts_.end(), int64_t{0}); }

int64_t ConfusionMatrix::correct() const {
  int64_t sum = 0;
  for (std::size_t label = 0; label < classes_; ++label) sum += at(label, label);
  return sum;
}

int64_t ConfusionMatrix::of_class(std::size_t truth) const {
  int64_t sum = 0;
  for (std::size_t predicted = 0; predicted < classes_; ++predicted) sum += at(truth, predicted);
  return sum;
}

int64_t ConfusionMatrix::predicted_as(std::size_t predicted) const {
  int64_t sum = 0;
  for (std::size_t truth = 0; truth < classes_; ++truth) sum += at(truth, predicted);
  return sum;
}

ClassScores scores_of(const ConfusionMatrix& confusion, std::size_t label) {
  const int64_t correct = confusion.at(label, label);
  const int64_t support = confusion.of_class(label);
  const int64_t predicted = confusion.predicted_as(label);
  return {.support = support,
          .precision = ratio(correct, predicted),
          .recall = ratio(correct, support),
          .f1 = ratio(2 * correct, support + predicted)};
}

double macro_f1(const ConfusionMatrix& confusion) {
  double sum = 0.0;
  int64_t seen = 0;
  for (std::size_t label = 0; label < confusion.classes(); ++label) {
    if (confusion.of_class(label) + confusion.predicted_as(label) == 0) continue;
    sum += scores_of(confusion, label).f1;
    ++seen;
  }
  return seen == 0 ? 0.0 : sum / static_cast<double>(seen);
}

Interval wilson_interval(int64_t successes, int64_t total) {
  if (total == 0) return {0.0, 1.0};
  const auto n = static_cast<double>(total);
  const double share = ratio(successes, total);
  const double weight = kZ95 * kZ95 / n;
  const double centre = (share + weight / 2) / (1 + weight);
  const double reach = std::sqrt(weight * (share * (1 - share) + weight / 4)) / (1 + weight);
  // At the ends centre and reach cancel exactly; rounding would leave 1e-17.
  return {successes == 0 ? 0.0 : centre - reach, successes == total ? 1.0 : centre + reach};
}

Interval bootstrap_macro_f1(const ConfusionMatrix& confusion, int rounds, uint64_t seed) {
  if (confusion.total() == 0) return {0.0, 1.0};
  const Examples examples(confusion);
  std::vector<double> scores(static_cast<std::size_t>(std::max(rounds, 1)));
  for (std::size_t round = 0; round < scores.size(); ++round) {
    scores[round] = macro_f1(examples.resample(RandomStream(seed, RandomUse::kBootstrap, {round})));
  }
  std::sort(scores.begin(), scores.end());
  const double estimate = macro_f1(confusion);
  return {std::min(quantile(scores, 0.025), estimate), std::max(quantile(scores, 0.975), estimate)};
}

double majority_accuracy(const ConfusionMatrix& confusion) {
  int64_t most = 0;
  for (std::size_t label = 0; label < confusion.classes(); ++label) {
    most = std::max(most, confusion.of_class(label));
  }
  return ratio(most, confusion.total());
}

}  // namespace sentiment
