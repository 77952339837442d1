// From a number to its place on a drawing, and the numbers worth writing beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sentiment {

enum class Scale { kLinear, kLog };

/// A line across the chart at one value of an axis, e.g. the best epoch.
struct AxisMark {
  double at;
  std::string name;
};

/// What a chart is told about one of its axes.
struct AxisRange {
  std::string name;
  Scale scale = Scale::kLinear;
  std::optional<double> low = std::nullopt;  // default: the smallest number drawn (linear: rounded to a tick)
  std::optional<double> high = std::nullopt;
  std::vector<AxisMark> marks = {};
};

/// An axis fitted to numbers. On a logarithmic axis zero and less have no logarithm: they are drawn on its
/// lower edge, a decade below the smallest positive number.
class Axis {
 public:
  /// Numbers that are not finite are ignored; without any, the axis is from 0 to 1 (log: 0.1 to 1). A range
  /// of one number is widened around it. The drawing is from `start` to `end`, in its units; either may be
  /// the larger.
  Axis(const AxisRange& range, const std::vector<double>& numbers, double start, double end);

  double place(double number) const;
  double low() const { return low_; }
  double high() const { return high_; }
  const std::vector<double>& ticks() const { return ticks_; }

 private:
  Scale scale_;
  double low_ = 0.0;
  double high_ = 1.0;
  double start_;
  double end_;
  std::vector<double> ticks_;
};

/// At most about five digits, without trailing zeros or needless exponents: 0.002, 91.4, 1e-7; a dash if not
/// finite.
std::string short_number(double number);

/// 0.914 as "91.4 %".
std::string short_percent(double share);

}  // namespace sentiment
