#include "cli/train_runs.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <iostream>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "checkpoint/run_directory.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/text_table.h"
#include "config/experiment_config.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/log.h"
#include "core/quote.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

struct SeededRun {
  int64_t seed;
  RunDirectory directory;
  TrainOptions options;

  std::string name() const { return directory.path().filename().string(); }
};

struct RunResult {
  std::string name;
  int64_t seed;
  bool diverged;
  Json metrics;  // metrics.json

  std::optional<double> figure(const char* part, const std::string& metric) const {
    return metrics.contains(part) ? std::optional(metrics.at(part).at(metric).get<double>()) : std::nullopt;
  }
  std::string ended() const { return diverged ? "diverged" : metrics.at("finished").get<std::string>(); }
};

std::vector<SeededRun> runs_of(const TrainOptions& options, int64_t first_seed, int64_t count) {
  std::vector<SeededRun> runs;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t seed = first_seed + i;
    TrainOptions own = options;
    own.run_directory = options.run_directory / concat("run-", i + 1);
    own.overrides.push_back(concat("seed=", seed));
    runs.push_back({seed, RunDirectory(own.run_directory), own});
  }
  return runs;
}

/// Throws ConfigError before anything is trained if one of the runs could not start.
void check_places(const TrainOptions& options, const fs::path& summary, std::vector<SeededRun>& runs) {
  const std::string place = printable(options.run_directory.native());
  const RunDirectory around(options.run_directory);
  std::error_code ignored;
  if (fs::exists(around.config(), ignored)) {
    throw ConfigError(
        concat(place, ": expected a folder for --runs, found that of a single run; choose another -o"));
  }
  around.expect_free(false);
  const bool has_runs = fs::exists(runs.front().directory.config(), ignored);
  if (fs::exists(summary, ignored) && !(has_runs && (options.resume || options.force))) {
    throw ConfigError(
        concat(place, ": already holds a runs.json; ",
               has_runs ? "continue its runs with --resume, replace them with --force, or " : "",
               "choose another -o"));
  }
  if (options.resume) runs.front().directory.expect_run();
  for (SeededRun& run : runs) {
    run.options.resume = options.resume && fs::exists(run.directory.config(), ignored);
    if (!run.options.resume) run.directory.expect_free(options.force);
  }
}

/// As it was before a run began to watch for them: while the next one reads its data, they end the program.
void let_interrupts_end_the_program() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

Json written_metrics(const RunDirectory& directory) {
  const std::string place = printable(directory.metrics().native());
  try {
    return parse_json(read_file(directory.metrics()));
  } catch (const JsonError& error) {
    throw FormatError(concat(place, ": ", error.what(), "; remove the run and continue with --resume"));
  }
}

struct Spread {
  std::optional<double> mean;
  std::optional<double> deviation;  // of a sample, so of two at least
};

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

class RunsSummary {
 public:
  RunsSummary(std::vector<RunResult> results, std::string metric)
      : results_(std::move(results)),
        metric_(std::move(metric)),
        validation_(spread_of(figures("best"))),
        test_(spread_of(figures("test"))) {}

  std::string text() const;
  Json json() const;
  int64_t diverged() const { return std::count_if(results_.begin(), results_.end(), is_diverged); }

 private:
  static bool is_diverged(const RunResult& result) { return result.diverged; }
  /// Of the runs that came to their end.
  std::vector<double> figures(const char* part) const;

  std::vector<RunResult> results_;
  std::string metric_;
  Spread validation_;
  Spread test_;
};

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

}  // namespace

int train_runs(const TrainOptions& options, int64_t count) {
  const ExperimentConfig config = load_experiment(options.config, options.overrides);
  std::vector<SeededRun> runs = runs_of(options, config.seed, count);
  load_experiment(options.config, runs.back().options.overrides);  // its seed may be beyond what is allowed
  const fs::path summary_file = options.run_directory / "runs.json";
  check_places(options, summary_file, runs);
  std::error_code ignored;
  fs::remove(summary_file, ignored);  // it is there only where every run is over

  std::vector<RunResult> results;
  for (const SeededRun& run : runs) {
    log_info(concat("run ", results.size() + 1, " of ", count, ": seed ", run.seed, ", in ",
                    printable(run.directory.path().native())));
    const TrainingEnd end = run_training(run.options);
    close_log_file();
    let_interrupts_end_the_program();
    if (end == TrainingEnd::kInterrupted || pending_interrupt() != 0) {
      log_info(concat("stopped in run ", results.size() + 1, " of ", count, "; continue with --resume"));
      return 128 + pending_interrupt();
    }
    results.push_back({run.name(), run.seed, end == TrainingEnd::kDiverged, written_metrics(run.directory)});
  }

  const RunsSummary summary(std::move(results), name_of(config.trainer.validation_metric));
  replace_file(summary_file, dump_json(summary.json(), 2) + "\n");
  write_results(std::cout, summary.text());
  return summary.diverged() == 0 ? kSuccess : kDiverged;
}

}  // namespace sentiment
