#include "cli/train_command.h"

#include <cstdio>

#include "cli/program.h"
#include "cli/train_runs.h"
#include "cli/training_options.h"
#include "config/experiment_config.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/interrupt.h"
#include "json/strict_json.h"
#include "training/training_run.h"

namespace sentiment {
namespace {

/// --device and --seed are short for --set, after all of those.
std::vector<std::string> all_overrides(const TrainCommandOptions& options) {
  std::vector<std::string> all = options.overrides;
  if (options.device) all.push_back("trainer.device=" + *options.device);
  if (options.seed) all.push_back(concat("seed=", *options.seed));
  return all;
}

int train(const TrainCommandOptions& options) {
  if (options.runs && (options.print_config || options.dry_run)) {
    throw ConfigError("train: --runs trains models, --dry-run and --print-config do not; leave it out");
  }
  const std::filesystem::path folder = options.run_directory.value_or("");
  const std::filesystem::path file =
      config_file_of("train", options, options.runs ? folder / "run-1" : folder);
  if (options.print_config) {
    const Json config = to_json(load_experiment(file, all_overrides(options)));
    std::puts(dump_json(config, 2).c_str());
    return kSuccess;
  }
  expect_run_options("train", options);
  const TrainOptions run = {.config = file,
                            .overrides = all_overrides(options),
                            .run_directory = folder,
                            .resume = options.resume,
                            .force = options.force,
                            .dry_run = options.dry_run,
                            .threads = threads_to_use(options.threads)};
  return options.runs ? train_runs(run, *options.runs) : exit_status(run_training(run));
}

}  // namespace

int exit_status(TrainingEnd end) {
  if (end == TrainingEnd::kDiverged) return kDiverged;
  if (end == TrainingEnd::kInterrupted) return 128 + pending_interrupt();
  return kSuccess;
}

void add_train_command(CLI::App& program, CommandBody& chosen) {
  declare_train_command(program, chosen, train);
}

}  // namespace sentiment
