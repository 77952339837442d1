#include "cli/bundle_report.h"

#include <fmt/format.h>

#include <utility>

#include "cli/text_table.h"
#include "core/quote.h"
#include "metrics/classification_report.h"

namespace sentiment {
namespace {

std::string figure(double value) { return fmt::format("{:.4f}", value); }

std::vector<std::string> row_of(const std::string& name, const std::string& weight, const PoolScore& score) {
  return {name, weight, figure(score.accuracy()), figure(score.log_loss)};
}

Json to_json(const PoolScore& score) {
  return {{"accuracy", score.accuracy()}, {"log_loss", score.log_loss}};
}

}  // namespace

BundleReport bundle_report(const PoolFit& fit, std::vector<BundledModel> members) {
  BundleReport report;
  report.members = std::move(members);
  report.weights = fit.weights();
  const std::size_t count = report.members.size();
  for (std::size_t i = 0; i < count; ++i) report.alone.push_back(fit.score_of(i));
  report.equal = fit.score(std::vector<double>(count, 1.0 / static_cast<double>(count)));
  report.fitted = fit.score(report.weights);
  report.cross_fitted = fit.cross_fitted();
  return report;
}

std::string BundleReport::text() const {
  std::vector<std::vector<std::string>> rows{{"member", "weight", "accuracy", "log loss"}};
  for (std::size_t i = 0; i < members.size(); ++i)
    rows.push_back(row_of(members[i].name, figure(weights[i]), alone[i]));
  rows.push_back(row_of("all, equal weights", "", equal));
  rows.push_back(row_of("bundle", "", fitted));
  rows.push_back(row_of("bundle, cross-fitted", "", cross_fitted));
  const Interval interval = wilson_interval(cross_fitted.correct, cross_fitted.examples);
  std::string out =
      fmt::format("{}: {} examples\n\n", printable(data), fitted.examples) + text_table(rows) + "\n";
  out += fmt::format(
      "The weights were fitted on these examples, so the bundle's own line flatters it. Cross-fitted, each "
      "fifth "
      "of them\nis answered with weights from the other four: accuracy {:.4f}, 95 % interval {:.4f} to "
      "{:.4f}.\n",
      cross_fitted.accuracy(), interval.low, interval.high);
  if (own_validation_part) {
    out +=
        "The members' best epochs were chosen by these examples too; only other data tells what to expect of "
        "new "
        "texts.\n";
  }
  return out;
}

Json BundleReport::json() const {
  const Interval interval = wilson_interval(cross_fitted.correct, cross_fitted.examples);
  Json list = Json::array();
  for (std::size_t i = 0; i < members.size(); ++i) {
    Json member = {{"model", members[i].name},
                   {"kind", members[i].ngrams ? "ngram" : "classifier"},
                   {"weight", weights[i]}};
    member.update(to_json(alone[i]));
    list.push_back(std::move(member));
  }
  return {{"data", data},
          {"examples", fitted.examples},
          {"members", std::move(list)},
          {"equal_weights", to_json(equal)},
          {"bundle", to_json(fitted)},
          {"cross_fitted",
           {{"folds", PoolFit::kFolds},
            {"accuracy", cross_fitted.accuracy()},
            {"accuracy_ci95", {interval.low, interval.high}},
            {"log_loss", cross_fitted.log_loss}}}};
}

}  // namespace sentiment
