#include "json/settings.h"

#include <fmt/format.h>

#include <cmath>

#include "core/quote.h"

namespace sentiment {

std::string describe(const Range& range) {
  const bool has_low = std::isfinite(range.low);
  const bool has_high = std::isfinite(range.high);
  if (has_low && has_high) {
    return fmt::format("in {}{}, {}{}", range.low_open ? '(' : '[', range.low, range.high,
                       range.high_open ? ')' : ']');
  }
  if (has_low) return fmt::format("{} {}", range.low_open ? "above" : "at least", range.low);
  if (has_high) return fmt::format("{} {}", range.high_open ? "below" : "at most", range.high);
  return "any";
}

std::string describe_type(const SettingTarget& target) {
  struct Describe {
    std::string operator()(const bool*) const { return "true or false"; }
    std::string operator()(const int64_t*) const { return "an integer"; }
    std::string operator()(const double*) const { return "a number"; }
    std::string operator()(const std::string*) const { return "a string"; }
    std::string operator()(const std::optional<int64_t>*) const { return "an integer or null"; }
    std::string operator()(const std::optional<double>*) const { return "a number or null"; }
    std::string operator()(const std::optional<std::string>*) const { return "a string or null"; }
    std::string operator()(const std::optional<std::vector<std::string>>*) const {
      return "a list of strings or null";
    }
    std::string operator()(const PathList*) const { return "a string or a list of strings"; }
    std::string operator()(const ChoiceTarget& choice) const {
      std::string list;
      for (const std::string& name : choice.names) list += (list.empty() ? "" : ", ") + quote(name);
      return "one of " + list;
    }
  };
  return std::visit(Describe{}, target);
}

}  // namespace sentiment
