#include "analysis/path_integral.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

namespace sentiment {
namespace {

constexpr int kFirstIntervals = 32;
constexpr std::size_t kHalvedAtOnce = 16;  // two new points each
constexpr std::size_t kMostPoints = 769;
constexpr double kTolerance = 0.005;
constexpr double kSmallScore = 0.1;
constexpr double kBesideZero = 1.0 / 1024.0;
constexpr double kSteep = 1.0 / 2048.0;  // intervals narrower than this

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
    const double wanted =
        kTolerance * std::max(kSmallScore, std::min(std::abs(end_ - start_), std::abs(end_)));
    double left = total_error();
    while (left > wanted && points_.size() + 2 * kHalvedAtOnce <= kMostPoints) {
      // The intervals with the largest errors first, until those that remain may stay.
      std::sort(intervals_.begin(), intervals_.end(),
                [](const Interval& a, const Interval& b) { return std::abs(a.error) > std::abs(b.error); });
      std::size_t count = 0;
      while (count < std::min(kHalvedAtOnce, intervals_.size()) && left > wanted / 2)
        left -= std::abs(intervals_[count++].error);
      halve_first(count);
      left = total_error();
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

  void halve_first(std::size_t count) {
    const auto end = intervals_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Interval> wide(intervals_.begin(), end);
    intervals_.erase(intervals_.begin(), end);
    const auto narrow = std::stable_partition(
        wide.begin(), wide.end(), [](const Interval& interval) { return interval.width > kSteep; });
    halve({narrow, wide.end()}, true);
    wide.erase(narrow, wide.end());
    halve(wide, false);
  }

  void halve(const std::vector<Interval>& intervals, bool steep) {
    if (intervals.empty()) return;
    std::vector<double> places;
    for (const Interval& interval : intervals) {
      places.push_back(interval.begin + interval.width / 4.0);
      places.push_back(interval.begin + interval.width * 3.0 / 4.0);
    }
    const std::vector<const ScaledScore*> points = compute(places, steep);
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      const Interval& whole = intervals[i];
      const double width = whole.width / 2.0;
      add(whole.begin, width, whole.left, points[2 * i], whole.middle);
      add(whole.begin + width, width, whole.middle, points[2 * i + 1], whole.right);
    }
  }

  double total_error() const {
    double sum = 0.0;
    for (const Interval& interval : intervals_) sum += std::abs(interval.error);
    return sum;
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
