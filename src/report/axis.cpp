#include "report/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

constexpr double kLargest = 1e300;  // beyond it, differences overflow
constexpr double kTicks = 5.0;      // about as many as can be told apart on a drawing of a phone's width

/// 1, 2 or 5 times a power of ten: the smallest step that cuts `span` into at most kTicks parts.
double tick_step(double span) {
  const double power = std::pow(10.0, std::floor(std::log10(span / kTicks)));
  for (const double step : {power, 2.0 * power, 5.0 * power}) {
    if (span / step <= kTicks) return step;
  }
  return 10.0 * power;
}

std::vector<double> linear_ticks(double low, double high) {
  const double step = tick_step(high - low);
  std::vector<double> ticks;
  const double slack = step * 1e-6;  // the division rounds
  for (double i = std::ceil((low - slack) / step); i * step <= high + slack; ++i)
    ticks.push_back(i * step + 0.0);  // never -0
  return ticks;
}

/// Powers of ten; where fewer than two fit, twice and five times them as well.
std::vector<double> log_ticks(double low, double high) {
  const double first = std::floor(std::log10(low));
  const double last = std::ceil(std::log10(high));
  const double stride = std::ceil((last - first) / (kTicks + 1.0));
  std::vector<double> powers, more;
  for (double e = first; e <= last; e += stride) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double tick = factor * std::pow(10.0, e);
      if (tick < low * (1.0 - 1e-9) || tick > high * (1.0 + 1e-9)) continue;
      if (factor == 1.0) powers.push_back(tick);
      more.push_back(tick);
    }
  }
  return powers.size() >= 2 ? powers : more;
}

}  // namespace

Axis::Axis(const AxisRange& range, const std::vector<double>& numbers, double start, double end)
    : scale_(range.scale), start_(start), end_(end) {
  const bool log = scale_ == Scale::kLog;
  std::vector<double> usable;
  bool below = false;  // the logarithm of some number does not exist
  for (const double number : numbers) {
    if (!std::isfinite(number)) continue;
    if (log && number <= 0.0) below = true;
    if (!log || number > 0.0) usable.push_back(std::clamp(number, -kLargest, kLargest));
  }
  if (usable.empty()) usable = log ? std::vector<double>{0.1, 1.0} : std::vector<double>{0.0, 1.0};
  low_ = range.low.value_or(*std::min_element(usable.begin(), usable.end()));
  high_ = range.high.value_or(*std::max_element(usable.begin(), usable.end()));
  if (log && below && !range.low) low_ /= 10.0;
  if (!(high_ > low_)) {
    const double centre = low_;
    low_ = log ? centre / 2.0 : centre - (centre == 0.0 ? 1.0 : std::abs(centre) / 2.0);
    high_ = log ? centre * 2.0 : centre + (centre == 0.0 ? 1.0 : std::abs(centre) / 2.0);
  }
  if (!log) {
    const double step = tick_step(high_ - low_);
    if (!range.low) low_ = std::floor(low_ / step + 1e-6) * step;
    if (!range.high) high_ = std::ceil(high_ / step - 1e-6) * step;
  }
  ticks_ = log ? log_ticks(low_, high_) : linear_ticks(low_, high_);
}

double Axis::place(double number) const {
  const double inside = std::clamp(number, low_, high_);
  const double share = scale_ == Scale::kLog ? std::log(inside / low_) / std::log(high_ / low_)
                                             : (inside - low_) / (high_ - low_);
  return start_ + share * (end_ - start_);
}

std::string short_number(double number) {
  if (!std::isfinite(number)) return "–";
  const double size = std::abs(number);
  if (size != 0.0 && (size < 1e-3 || size >= 1e7)) {
    const std::string text = fmt::format("{:.2e}", number);  // 1.00e-07
    const std::size_t e = text.find('e');
    std::string digits = text.substr(0, e);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return fmt::format("{}e{}", digits, std::stoi(text.substr(e + 1)));
  }
  if (size >= 1e4 || number == std::floor(number)) return fmt::format("{:.0f}", number + 0.0);
  return fmt::format("{:.4g}", number);
}

std::string short_percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f} %", 100.0 * share) : "–";
}

}  // namespace sentiment
