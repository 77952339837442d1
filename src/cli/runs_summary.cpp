#include "cli/runs_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "cli/text_table.h"
#include "core/concat.h"

namespace sentiment {
namespace {

Spread spread_of(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (values.size() == 1) return {mean, std::nullopt};
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (count - 1.0))};
}

Json to_json(const Spread& spread) {
  const auto number = [](const std::optional<double>& value) { return value ? Json(*value) : Json(); };
  return {{"mean", number(spread.mean)}, {"standard_deviation", number(spread.deviation)}};
}

}  // namespace

std::optional<double> RunResult::figure(const char* part, const std::string& metric) const {
  const auto figures = metrics.find(part);
  if (figures == metrics.end() || !figures->is_object()) return std::nullopt;
  const auto found = figures->find(metric);
  if (found == figures->end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::string RunResult::ended() const {
  const auto how = metrics.find("finished");
  if (diverged) return "diverged";
  return how != metrics.end() && how->is_string() ? how->get<std::string>() : "unknown";
}

RunsSummary::RunsSummary(std::vector<RunResult> results, std::string metric)
    : results_(std::move(results)),
      metric_(std::move(metric)),
      validation_(spread_of(figures("best"))),
      test_(spread_of(figures("test"))) {}

int64_t RunsSummary::diverged() const {
  return std::count_if(results_.begin(), results_.end(),
                       [](const RunResult& result) { return result.diverged; });
}

std::vector<double> RunsSummary::figures(const char* part) const {
  std::vector<double> found;
  for (const RunResult& result : results_) {
    const std::optional<double> figure = result.figure(part, metric_);
    if (figure && !result.diverged) found.push_back(*figure);
  }
  return found;
}

std::string RunsSummary::text() const {
  const auto cell = [](const std::optional<double>& value) {
    return value ? fixed(*value, 4) : std::string("-");
  };
  std::vector<std::vector<std::string>> rows{{"run", "seed", "ended", concat("validation ", metric_)}};
  for (const RunResult& result : results_) {
    rows.push_back({result.name, concat(result.seed), result.ended(), cell(result.figure("best", metric_))});
    if (test_.mean) rows.back().push_back(cell(result.figure("test", metric_)));
  }
  rows.push_back({"mean", "", "", cell(validation_.mean)});
  rows.push_back({"standard deviation", "", "", cell(validation_.deviation)});
  if (test_.mean) {
    rows.front().push_back(concat("test ", metric_));
    rows[rows.size() - 2].push_back(cell(test_.mean));
    rows.back().push_back(cell(test_.deviation));
  }
  const int64_t left_out = diverged();
  return text_table(rows, /*left=*/3) +
         (left_out == 0
              ? ""
              : concat(left_out, " of ", results_.size(), " runs diverged and are left out of the mean\n"));
}

Json RunsSummary::json() const {
  Json runs = Json::array();
  for (const RunResult& result : results_) {
    Json run = {{"run", result.name}, {"seed", result.seed}, {"ended", result.ended()}};
    for (const char* part : {"best", "test"}) {
      if (result.metrics.contains(part)) run[part] = result.metrics.at(part);
    }
    runs.push_back(run);
  }
  Json summary = {{"metric", metric_},
                  {"completed", static_cast<int64_t>(results_.size()) - diverged()},
                  {"diverged", diverged()},
                  {"validation", to_json(validation_)}};
  if (test_.mean) summary["test"] = to_json(test_);
  summary["runs"] = runs;
  return summary;
}

}  // namespace sentiment
