#include "cli/train_command.h"

#include <cstdio>
#include <memory>

#include "cli/program.h"
#include "cli/train_runs.h"
#include "config/experiment_config.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/interrupt.h"
#include "json/strict_json.h"
#include "training/training_run.h"

namespace sentiment {
namespace {

struct Options {
  std::string config;
  std::optional<std::string> run_directory;
  bool resume = false;
  bool force = false;
  bool dry_run = false;
  bool print_config = false;
  std::vector<std::string> overrides;
  std::optional<std::string> device;
  std::optional<int64_t> threads;
  std::optional<int64_t> seed;
  std::optional<int64_t> runs;
};

/// --device and --seed are short for --set, after all of those.
std::vector<std::string> all_overrides(const Options& options) {
  std::vector<std::string> all = options.overrides;
  if (options.device) all.push_back("trainer.device=" + *options.device);
  if (options.seed) all.push_back(concat("seed=", *options.seed));
  return all;
}

int train(const Options& options) {
  if (options.runs && (options.print_config || options.dry_run)) {
    throw ConfigError("train: --runs trains models, --dry-run and --print-config do not; leave it out");
  }
  if (options.print_config) {
    const Json config = to_json(load_experiment(options.config, all_overrides(options)));
    std::puts(dump_json(config, 2).c_str());
    return kSuccess;
  }
  if (!options.run_directory && !options.dry_run) {
    throw ConfigError("train: expected -o RUN_DIR, the folder to write the run to; or --dry-run");
  }
  if (options.resume && options.force) {
    throw ConfigError("train: --resume continues a run and --force replaces it; give one of them");
  }
  if (options.resume && options.dry_run) {
    throw ConfigError("train: --dry-run plans a new run; leave out --resume");
  }
  const TrainOptions run = {.config = options.config,
                            .overrides = all_overrides(options),
                            .run_directory = options.run_directory.value_or(""),
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
  const auto options = std::make_shared<Options>();
  CLI::App& command = add_command(program, "train", "Train a classifier from a JSON config", chosen,
                                  [options] { return train(*options); });
  add_path_argument(command, "CONFIG", options->config,
                    "JSON config; `sentiment init` prints one to start from");
  add_text_option(command, "-o,--output-dir", options->run_directory, "RUN_DIR", "folder of the run");
  command.add_flag("--resume", options->resume, "continue the run in RUN_DIR from its newest checkpoint");
  command.add_flag("--force", options->force,
                   "replace the run in RUN_DIR; only files that a run writes are removed");
  command.add_flag("--dry-run", options->dry_run, "print what would be done, with measured time, and stop");
  command.add_flag("--print-config", options->print_config,
                   "print the config with every setting filled in, and stop");
  add_set_option(command, options->overrides);
  add_text_option(command, "--device", options->device, "cpu|cuda[:N]", "short for --set trainer.device=");
  add_threads_option(command, options->threads);
  add_integer_option(command, "--seed", options->seed, 0, 9007199254740991, "short for --set seed=");
  add_integer_option(command, "--runs", options->runs, 1, 1000,
                     "train with N seeds in run-1, run-2, ... of RUN_DIR, and print mean and deviation");
  command.footer(
      "Examples:\n"
      "  sentiment train configs/quick.json -o runs/quick\n"
      "  sentiment train configs/imdb.json -o runs/imdb --set trainer.epochs=3 --seed 7\n"
      "  sentiment train configs/imdb.json -o runs/imdb --resume\n"
      "  sentiment train configs/imdb.json -o runs/seeds --runs 5");
}

}  // namespace sentiment
