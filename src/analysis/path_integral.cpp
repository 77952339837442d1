#include "analysis/path_integral.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

namespace sentiment {
namespace {

constexpr int kFirstIntervals = 32;
constexpr std::size_t kPointsAtOnce = 32;  // a round of few takes nearly as long
constexpr std::size_t kMostPoints = 1025;
constexpr double kTolerance = 0.005;
constexpr double kUnsignedTolerance = 0.02;
constexpr double kSmallScore = 0.1;
constexpr double kBesideZero = 1.0 / 1024.0;
constexpr double kSteep = 1.0 / 32768.0;  // intervals narrower than this

struct Interval {
  double begin;
  double width;
  const ScaledScore* left;
  const ScaledScore* middle;
  const ScaledScore* right;
  double error;
};

double sum_of(const std::vector<double>& numbers) {
  double sum = 0.0;
  for (const double number : numbers) sum += number;
  return sum;
}

class Simpson {
 public:
  explicit Simpson(const PathFunction& function) : function_(function) {
    std::vector<double> places{0.0, kBesideZero};
    for (int i = 1; i <= 2 * kFirstIntervals; ++i)
      places.push_back(static_cast<double>(i) / (2 * kFirstIntervals));
    std::vector<const ScaledScore*> points = compute(places, false);
    start_ = points[0]->score;
    // The slopes beside zero stand for those at zero.
    points_[0].slopes = points[1]->slopes;
    points.erase(points.begin() + 1);
    for (std::size_t i = 0; i + 2 < points.size(); i += 2)
      add(places[i == 0 ? 0 : i + 1], 1.0 / kFirstIntervals, points[i], points[i + 1], points[i + 2]);
    end_ = points.back()->score;
  }

  void refine() {
    const double size = std::max(kSmallScore, std::min(std::abs(end_ - start_), std::abs(end_)));
    while (points_.size() + kPointsAtOnce <= kMostPoints) {
      const Errors errors = total_errors();
      if (!std::isfinite(errors.unsigned_sum)) return;  // numbers too large to compare: the result says so
      if (std::abs(errors.sum) <= kTolerance * size && errors.unsigned_sum <= kUnsignedTolerance * size)
        return;
      // The intervals with the largest errors first, until those that remain may stay.
      std::sort(intervals_.begin(), intervals_.end(),
                [](const Interval& a, const Interval& b) { return std::abs(a.error) > std::abs(b.error); });
      std::size_t count = 0;
      double left = errors.unsigned_sum;
      do {
        left -= std::abs(intervals_[count++].error);
      } while (count < std::min(kPointsAtOnce / 2, intervals_.size()) &&
               left > kUnsignedTolerance / 2 * size);
      divide_first(count);
    }
  }

  PathIntegral result() {
    PathIntegral integral{std::vector<double>(points_.front().slopes.size()), start_, end_, 0.0,
                          static_cast<int64_t>(points_.size())};
    // In the order of the path, so that rounding depends on nothing else.
    std::sort(intervals_.begin(), intervals_.end(),
              [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    for (const Interval& interval : intervals_) {
      for (std::size_t i = 0; i < integral.contributions.size(); ++i) {
        integral.contributions[i] +=
            interval.width / 6.0 *
            (interval.left->slopes[i] + 4.0 * interval.middle->slopes[i] + interval.right->slopes[i]);
      }
    }
    integral.error = sum_of(integral.contributions) - (end_ - start_);
    return integral;
  }

 private:
  std::vector<const ScaledScore*> compute(const std::vector<double>& places, bool steep) {
    std::vector<const ScaledScore*> found;
    for (ScaledScore& point : function_(places, steep)) {
      points_.push_back(std::move(point));
      found.push_back(&points_.back());
    }
    return found;
  }

  void add(double begin, double width, const ScaledScore* left, const ScaledScore* middle,
           const ScaledScore* right) {
    const double integral =
        width / 6.0 * (sum_of(left->slopes) + 4.0 * sum_of(middle->slopes) + sum_of(right->slopes));
    intervals_.push_back({begin, width, left, middle, right, integral - (right->score - left->score)});
  }

  void divide_first(std::size_t count) {
    const auto end = intervals_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Interval> wide(intervals_.begin(), end);
    intervals_.erase(intervals_.begin(), end);
    const std::size_t parts = count <= 5 ? 4 : 2;
    const auto narrow = std::stable_partition(
        wide.begin(), wide.end(), [](const Interval& interval) { return interval.width > kSteep; });
    divide({narrow, wide.end()}, parts, true);
    wide.erase(narrow, wide.end());
    divide(wide, parts, false);
  }

  /// Each part has a point at both ends and one in the middle; the whole's middle is one of them.
  void divide(const std::vector<Interval>& intervals, std::size_t parts, bool steep) {
    if (intervals.empty()) return;
    std::vector<double> places;
    for (const Interval& interval : intervals) {
      for (std::size_t i = 1; i < 2 * parts; ++i) {
        if (i != parts)
          places.push_back(interval.begin +
                           interval.width * static_cast<double>(i) / static_cast<double>(2 * parts));
      }
    }
    const std::vector<const ScaledScore*> found = compute(places, steep);
    auto next = found.begin();
    for (const Interval& whole : intervals) {
      const double width = whole.width / static_cast<double>(parts);
      const ScaledScore* left = whole.left;
      for (std::size_t part = 0; part < parts; ++part) {
        const ScaledScore* middle = *next++;
        const ScaledScore* right = part + 1 == parts         ? whole.right
                                   : 2 * (part + 1) == parts ? whole.middle
                                                             : *next++;
        add(whole.begin + width * static_cast<double>(part), width, left, middle, right);
        left = right;
      }
    }
  }

  struct Errors {
    double sum = 0.0;
    double unsigned_sum = 0.0;
  };

  Errors total_errors() const {
    Errors errors;
    for (const Interval& interval : intervals_) {
      errors.sum += interval.error;
      errors.unsigned_sum += std::abs(interval.error);
    }
    return errors;
  }

  const PathFunction& function_;
  std::deque<ScaledScore> points_;  // a deque, so that they stay where they are
  std::vector<Interval> intervals_;
  double start_ = 0.0;
  double end_ = 0.0;
};

}  // namespace

PathIntegral integrate_path(const PathFunction& function) {
  Simpson path(function);
  path.refine();
  return path.result();
}

}  // namespace sentiment
