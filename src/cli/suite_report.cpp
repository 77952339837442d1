#include "cli/suite_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/text_table.h"
#include "core/quote.h"
#include "metrics/classification_report.h"

namespace sentiment {
namespace {

constexpr std::size_t kFailuresShown = 3;  // of a test, to people; JSON has all that were kept

struct Totals {
  int64_t cases = 0;
  int64_t passed = 0;
  double rate() const { return cases == 0 ? 0.0 : static_cast<double>(passed) / static_cast<double>(cases); }
};

Totals totals_of(const std::vector<BehaviourResult>& results) {
  Totals totals;
  for (const BehaviourResult& result : results) {
    totals.cases += result.cases;
    totals.passed += result.passed;
  }
  return totals;
}

std::string percent(double rate) { return fmt::format("{:.1f} %", 100.0 * rate); }

std::string failure_line(const BehaviourAnswer& answer) {
  const auto line = [&](const std::string& label, double probability, const std::string& text) {
    return fmt::format("{} ({} {:.2f}): {}\n", printable(label), printable(answer.asked), probability,
                       printable(text));
  };
  std::string text = "  " + line(answer.label, answer.probability, answer.texts.text);
  if (answer.texts.changed.empty()) return text;
  return text + "    " + line(answer.changed_label, answer.changed_probability, answer.texts.changed);
}

std::string failures_text(const BehaviourResult& result) {
  if (result.failures.empty()) return "";
  std::string text = fmt::format("\n{}: expected {}; {} of {} failed, such as\n", printable(result.name),
                                 result.expectation, result.cases - result.passed, result.cases);
  const std::size_t shown = std::min(kFailuresShown, result.failures.size());
  for (std::size_t i = 0; i < shown; ++i) text += failure_line(result.failures[i]);
  return text;
}

Json failure_json(const BehaviourAnswer& answer) {
  Json failure = {{"text", answer.texts.text},
                  {"label", answer.label},
                  {"asked", answer.asked},
                  {"probability", answer.probability}};
  if (!answer.texts.changed.empty()) {
    failure["changed_text"] = answer.texts.changed;
    failure["changed_label"] = answer.changed_label;
    failure["changed_probability"] = answer.changed_probability;
  }
  return failure;
}

}  // namespace

std::string suite_text(const std::string& name, const std::vector<BehaviourResult>& results) {
  const Totals all = totals_of(results);
  std::vector<std::vector<std::string>> rows{{"capability", "test", "passed", "texts"}};
  for (const BehaviourResult& result : results) {
    const Totals totals{result.cases, result.passed};
    rows.push_back({result.capability, result.name, percent(totals.rate()), std::to_string(result.cases)});
  }
  std::string text = fmt::format("behaviour ({}): {} of {} passed, {}\n\n", printable(name), all.passed,
                                 all.cases, percent(all.rate()));
  text += text_table(rows, 2);
  for (const BehaviourResult& result : results) text += failures_text(result);
  return text;
}

Json suite_json(const std::string& name, const std::vector<BehaviourResult>& results) {
  const Totals all = totals_of(results);
  Json suite = {{"suite", name}, {"cases", all.cases}, {"passed", all.passed}, {"pass_rate", all.rate()}};
  Json& tests = suite["tests"] = Json::array();
  for (const BehaviourResult& result : results) {
    const Totals totals{result.cases, result.passed};
    const Interval interval = wilson_interval(result.passed, result.cases);
    Json failures = Json::array();
    for (const BehaviourAnswer& answer : result.failures) failures.push_back(failure_json(answer));
    tests.push_back({{"name", result.name},
                     {"capability", result.capability},
                     {"type", name_of(result.type)},
                     {"expected", result.expectation},
                     {"cases", result.cases},
                     {"passed", result.passed},
                     {"pass_rate", totals.rate()},
                     {"interval", {interval.low, interval.high}},
                     {"failures", failures}});
  }
  return suite;
}

}  // namespace sentiment
