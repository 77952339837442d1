// The values a number setting may take; NaN is in no range.
#pragma once

#include <limits>
#include <string>

namespace sentiment {

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;   // low itself is not allowed
  bool high_open = false;  // high itself is not allowed

  bool contains(double value) const {
    return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
  }
};

constexpr Range any_number() { return {}; }
constexpr Range at_least(double low) { return {.low = low}; }
constexpr Range above(double low) { return {.low = low, .low_open = true}; }
constexpr Range between(double low, double high) { return {.low = low, .high = high}; }
/// [low, high)
constexpr Range from_below(double low, double high) { return {.low = low, .high = high, .high_open = true}; }
/// (low, high]
constexpr Range above_up_to(double low, double high) { return {.low = low, .high = high, .low_open = true}; }
/// (low, high)
constexpr Range inside(double low, double high) {
  return {.low = low, .high = high, .low_open = true, .high_open = true};
}

}  // namespace sentiment
