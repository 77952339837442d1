#include "analysis/behaviour_suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/behaviour_templates.h"
#include "analysis/builtin_behaviour_suite.h"
#include "core/error.h"
#include "core/quote.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxCases = 10'000;  // of a test

/// Reads a suite strictly: every key is asked for, every other one refused.
class SuiteReader {
 public:
  explicit SuiteReader(std::string name) : name_(std::move(name)) {}

  BehaviourSuite read(const Json& json) {
    expect_keys(json, "", {"labels", "words", "tests"}, {"labels", "words", "tests"});
    BehaviourSuite suite;
    for (const auto& [role, names] : members(json, "", "labels"))
      suite.labels[role] = texts(names, "labels." + role);
    for (const auto& [slot, words] : members(json, "", "words")) words_[slot] = texts(words, "words." + slot);
    const Json& tests = json.at("tests");
    if (!tests.is_array() || tests.empty()) refuse("tests", "a list of tests", tests);
    for (std::size_t i = 0; i < tests.size(); ++i)
      suite.groups.push_back(group(tests[i], fmt::format("tests[{}]", i), suite));
    return suite;
  }

 private:
  using Keys = std::initializer_list<std::string_view>;

  [[noreturn]] void refuse(const std::string& place, const std::string& expected, const Json& found) const {
    throw DataError(fmt::format("{}: {}: expected {}, found {}; data/suite/README.md describes the format",
                                name_, printable(place), expected, quote(dump_json(found))));
  }

  void expect_keys(const Json& object, const std::string& place, Keys required, Keys allowed) const {
    const std::string where = place.empty() ? "the file" : place;
    if (!object.is_object()) refuse(where, "an object", object);
    for (const auto& [key, value] : object.items()) {
      if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
        refuse(where, "no key but those that have a meaning there", key);
    }
    for (const std::string_view key : required) {
      if (!object.contains(key)) refuse(where, fmt::format("the key \"{}\"", key), object);
    }
  }

  std::vector<std::pair<std::string, Json>> members(const Json& parent, const std::string& place,
                                                    const char* key) const {
    const Json& object = parent.at(key);
    if (!object.is_object()) refuse(place + key, "an object", object);
    std::vector<std::pair<std::string, Json>> found;
    for (const auto& [name, value] : object.items()) found.emplace_back(name, value);
    return found;
  }

  std::string text(const Json& value, const std::string& place) const {
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
      refuse(place, "a text that is not empty", value);
    return value.get<std::string>();
  }

  std::vector<std::string> texts(const Json& list, const std::string& place) const {
    if (!list.is_array() || list.empty()) refuse(place, "a list of texts that is not empty", list);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < list.size(); ++i)
      found.push_back(text(list[i], fmt::format("{}[{}]", place, i)));
    return found;
  }

  template <class Value>
  Value choice(const Json& value, const std::string& place,
               std::initializer_list<std::pair<const char*, Value>> options) const {
    std::string names;
    for (const auto& [option, meaning] : options) {
      if (value == option) return meaning;
      names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", option);
    }
    refuse(place, names, value);
  }

  BehaviourGroup group(const Json& json, const std::string& place, const BehaviourSuite& suite) const {
    if (!json.is_object() || !json.contains("type")) refuse(place, "an object with the key \"type\"", json);
    BehaviourGroup group;
    group.type = choice<BehaviourTest>(json.at("type"), place + ".type",
                                       {{"minimum_functionality", BehaviourTest::kMinimumFunctionality},
                                        {"invariance", BehaviourTest::kInvariance},
                                        {"directional", BehaviourTest::kDirectional}});
    expect_keys_of(group.type, json, place);
    group.name = text(json.at("name"), place + ".name");
    group.capability = text(json.at("capability"), place + ".capability");
    if (json.contains("label")) {
      group.role = text(json.at("label"), place + ".label");
      if (!suite.labels.contains(group.role))
        refuse(place + ".label", "one of those under \"labels\"", json.at("label"));
    }
    if (json.contains("must_not")) {
      group.must_not = choice<MustNot>(json.at("must_not"), place + ".must_not",
                                       {{"fall", MustNot::kFall}, {"rise", MustNot::kRise}});
    }
    if (json.contains("tolerance")) {
      const Json& value = json.at("tolerance");
      if (!value.is_number() || !(value >= 0.0 && value <= 1.0))
        refuse(place + ".tolerance", "a number from 0 to 1", value);
      group.tolerance = value.get<double>();
    }
    group.cases = cases(json, place, group.type);
    return group;
  }

  void expect_keys_of(BehaviourTest type, const Json& json, const std::string& place) const {
    switch (type) {
      case BehaviourTest::kMinimumFunctionality:
        expect_keys(json, place, {"name", "capability", "label", "templates"},
                    {"type", "name", "capability", "label", "templates"});
        break;
      case BehaviourTest::kInvariance:
        expect_keys(json, place, {"name", "capability"},
                    {"type", "name", "capability", "pairs", "templates", "change"});
        break;
      case BehaviourTest::kDirectional:
        expect_keys(
            json, place, {"name", "capability", "label", "must_not"},
            {"type", "name", "capability", "label", "must_not", "tolerance", "pairs", "templates", "change"});
        break;
    }
  }

  std::vector<BehaviourCase> cases(const Json& json, const std::string& place, BehaviourTest type) const {
    const bool single = type == BehaviourTest::kMinimumFunctionality;
    if (!single && json.contains("pairs") == json.contains("change")) {
      refuse(place, "either \"pairs\", or \"templates\" with a \"change\"", json);
    }
    if (!single && json.contains("templates") != json.contains("change"))
      refuse(place, "\"templates\" together with a \"change\"", json);
    std::vector<BehaviourCase> found;
    if (json.contains("pairs")) {
      add_pairs(json.at("pairs"), place + ".pairs", found);
    } else {
      if (!single) choice<bool>(json.at("change"), place + ".change", {{"typo", true}});
      for (const std::string& one : texts(json.at("templates"), place + ".templates")) {
        for (auto& filling : fill({one}, place + ".templates"))
          found.push_back({filling[0], single ? "" : with_typo(filling[0])});
      }
    }
    if (found.size() > kMaxCases)
      refuse(place, fmt::format("at most {} texts of a test", kMaxCases), found.size());
    return found;
  }

  void add_pairs(const Json& pairs, const std::string& place, std::vector<BehaviourCase>& found) const {
    if (!pairs.is_array() || pairs.empty()) refuse(place, "a list of pairs of texts", pairs);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const std::string inner = fmt::format("{}[{}]", place, i);
      const std::vector<std::string> pair = texts(pairs[i], inner);
      if (pair.size() != 2) refuse(inner, "two texts", pairs[i]);
      for (auto& filling : fill(pair, inner)) found.push_back({filling[0], filling[1]});
    }
  }

  std::vector<std::vector<std::string>> fill(const std::vector<std::string>& templates,
                                             const std::string& place) const {
    try {
      return fill_templates(templates, words_, kMaxCases);
    } catch (const DataError& error) {
      throw DataError(fmt::format("{}: {}: {}; data/suite/README.md describes the format", name_,
                                  printable(place), error.what()));
    }
  }

  std::string name_;
  SlotWords words_;
};

}  // namespace

const char* name_of(BehaviourTest type) {
  switch (type) {
    case BehaviourTest::kMinimumFunctionality:
      return "minimum_functionality";
    case BehaviourTest::kInvariance:
      return "invariance";
    default:
      return "directional";
  }
}

BehaviourSuite parse_behaviour_suite(std::string_view json, const std::string& name) {
  try {
    return SuiteReader(printable(name)).read(parse_json(json));
  } catch (const JsonError& error) {
    throw DataError(fmt::format("{}:{}:{}: {}", printable(name), error.position.line, error.position.column,
                                error.what()));
  }
}

BehaviourSuite builtin_behaviour_suite() {
  return parse_behaviour_suite(builtin_behaviour_json(), "the built-in suite");
}

}  // namespace sentiment
