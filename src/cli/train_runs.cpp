#include "cli/train_runs.h"

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "checkpoint/run_directory.h"
#include "cli/program.h"
#include "cli/runs_summary.h"
#include "cli/standard_streams.h"
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
  const char* const kRemedy = "; remove the folder of that run and continue with --resume";
  const std::string text = [&] {
    try {
      return read_file(directory.metrics());
    } catch (const Error& error) {  // killed at its very end
      throw Error(concat(error.what(), kRemedy));
    }
  }();
  try {
    return parse_json(text);
  } catch (const JsonError& error) {
    throw FormatError(concat(printable(directory.metrics().native()), ": ", error.what(), kRemedy));
  }
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
