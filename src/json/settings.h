// How a setting is declared: once, with name, type, range and one sentence. Reading, checking, the resolved
// config, the JSON Schema and the table in configs/README.md all walk the same declarations.
//
//   void visit_settings(TokenizerConfig& config, SettingsVisitor& visit) {
//     visit.flag("lowercase", config.lowercase, "fold case");
//     visit.integer("max_tokens", config.max_tokens, at_least(1), "tokens kept of a review");
//   }
//
// The default is whatever the struct was initialised with.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/range.h"

namespace sentiment {

/// One of a few named values; `get` and `set` work on the index into `names`.
struct ChoiceTarget {
  std::vector<std::string> names;
  std::function<std::size_t()> get;
  std::function<void(std::size_t)> set;
};

/// One path or several; in JSON a string or a list of them.
struct PathList {
  std::vector<std::string> paths;
};

/// The member a setting is read into and written from; an empty optional is JSON's null.
using SettingTarget = std::variant<bool*, int64_t*, double*, std::string*, std::optional<int64_t>*,
                                   std::optional<double>*, std::optional<std::string>*,
                                   std::optional<std::vector<std::string>>*, PathList*, ChoiceTarget>;

struct Setting {
  std::string_view name;
  std::string_view sentence;
  Range range = {};
  bool is_path = false;  // relative to the file or the folder where it was given
  SettingTarget target;
};

class SettingsVisitor {
 public:
  virtual ~SettingsVisitor() = default;

  virtual void setting(const Setting& declared) = 0;
  /// A nested object; `visit_members` declares what is inside.
  virtual void section(std::string_view name, std::string_view sentence,
                       const std::function<void(SettingsVisitor&)>& visit_members) = 0;

  void flag(std::string_view name, bool& value, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .target = &value});
  }
  void integer(std::string_view name, int64_t& value, Range range, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .range = range, .target = &value});
  }
  void integer(std::string_view name, std::optional<int64_t>& value, Range range, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .range = range, .target = &value});
  }
  void number(std::string_view name, double& value, Range range, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .range = range, .target = &value});
  }
  void number(std::string_view name, std::optional<double>& value, Range range, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .range = range, .target = &value});
  }
  void text(std::string_view name, std::string& value, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .target = &value});
  }
  void texts(std::string_view name, std::optional<std::vector<std::string>>& value,
             std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .target = &value});
  }
  void path(std::string_view name, std::string& value, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .is_path = true, .target = &value});
  }
  void path(std::string_view name, std::optional<std::string>& value, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .is_path = true, .target = &value});
  }
  void paths(std::string_view name, PathList& value, std::string_view sentence) {
    setting({.name = name, .sentence = sentence, .is_path = true, .target = &value});
  }
  /// `options` pairs each value of the enum with its name in JSON.
  template <class Enum>
  void choice(std::string_view name, Enum& value, std::initializer_list<std::pair<const char*, Enum>> options,
              std::string_view sentence) {
    std::vector<std::string> names;
    std::vector<Enum> values;
    for (const auto& [option_name, option] : options) {
      names.emplace_back(option_name);
      values.push_back(option);
    }
    const auto get = [&value, values] {
      std::size_t i = 0;
      while (i + 1 < values.size() && values[i] != value) ++i;
      return i;
    };
    const auto set = [&value, values](std::size_t i) { value = values[i]; };
    setting({.name = name, .sentence = sentence, .target = ChoiceTarget{std::move(names), get, set}});
  }
};

/// A combination of settings that makes no sense, found by a config's `problems()`.
struct SettingProblem {
  std::string setting;  // within the section, "layer_dropout"
  std::string text;     // "has no effect with layers = 1; set it to 0 or layers to 2"
};

/// "at least 1", "in [0, 1)".
std::string describe(const Range& range);

/// "an integer", "a number or null", "one of \"lstm\", \"gru\"".
std::string describe_type(const SettingTarget& target);

}  // namespace sentiment
