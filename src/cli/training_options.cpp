#include "cli/training_options.h"

#include <fmt/format.h>

#include <memory>

#include "checkpoint/run_directory.h"
#include "core/error.h"

namespace sentiment {
namespace {

void add_run_options(CLI::App& command, PretrainCommandOptions& options, const char* config) {
  add_path_argument(command, "CONFIG", options.config, config);
  add_text_option(command, "-o,--output-dir", options.run_directory, "RUN_DIR", "folder of the run");
  command.add_flag(
      "--resume", options.resume,
      "continue the run in RUN_DIR from its newest checkpoint; without CONFIG, with the config of the run");
  command.add_flag("--force", options.force,
                   "replace the run in RUN_DIR; only files that a run writes are removed");
  command.add_flag("--dry-run", options.dry_run, "print what would be done, with measured time, and stop");
  command.add_flag("--print-config", options.print_config,
                   "print the config with every setting filled in, and stop");
  add_set_option(command, options.overrides);
  add_threads_option(command, options.threads);
  add_text_option(command, "--device", options.device, "cpu|cuda[:N]", "short for --set trainer.device=");
  add_integer_option(command, "--seed", options.seed, 0, 9007199254740991, "short for --set seed=");
}

}  // namespace

void declare_train_command(CLI::App& program, CommandBody& chosen,
                           const std::function<int(const TrainCommandOptions&)>& train) {
  const auto options = std::make_shared<TrainCommandOptions>();
  CLI::App& command = add_command(program, "train", "train a classifier from a JSON config", chosen,
                                  [options, train] { return train(*options); });
  add_run_options(command, *options, "JSON config; `sentiment init` prints one to start from");
  add_integer_option(command, "--runs", options->runs, 1, 1000,
                     "train with N seeds in run-1, run-2, ... of RUN_DIR, and print mean and deviation");
  command.footer(
      "Examples:\n"
      "  sentiment train configs/quick.json -o runs/quick\n"
      "  sentiment train configs/imdb.json -o runs/imdb --set trainer.epochs=4 --seed 7\n"
      "  sentiment train -o runs/imdb --resume\n"
      "  sentiment train configs/imdb.json -o runs/seeds --runs 5");
}

void declare_pretrain_command(CLI::App& program, CommandBody& chosen,
                              const std::function<int(const PretrainCommandOptions&)>& pretrain) {
  const auto options = std::make_shared<PretrainCommandOptions>();
  CLI::App& command =
      add_command(program, "pretrain", "learn a language model or word vectors from texts, labelled or not",
                  chosen, [options, pretrain] { return pretrain(*options); });
  add_run_options(command, *options, "JSON config; `sentiment init --pretrain` prints one to start from");
  command.footer(
      "Examples:\n"
      "  sentiment pretrain configs/pretrain-quick.json -o runs/words\n"
      "  sentiment pretrain -o runs/words --resume");
}

void expect_run_options(const char* command, const PretrainCommandOptions& options) {
  if (!options.run_directory && !options.dry_run) {
    throw ConfigError(
        fmt::format("{}: expected -o RUN_DIR, the folder to write the run to; or --dry-run", command));
  }
  if (options.resume && options.force) {
    throw ConfigError(
        fmt::format("{}: --resume continues a run and --force replaces it; give one of them", command));
  }
  if (options.resume && options.dry_run) {
    throw ConfigError(fmt::format("{}: --dry-run plans a new run; leave out --resume", command));
  }
}

std::filesystem::path config_file_of(const char* command, const PretrainCommandOptions& options,
                                     const std::filesystem::path& folder) {
  if (!options.config.empty()) return options.config;
  if (!options.resume || !options.run_directory) {
    throw ConfigError(
        fmt::format("{}: expected CONFIG, a JSON config, found none; `sentiment init` prints one to start "
                    "from, and --resume -o "
                    "RUN_DIR alone takes that of the run",
                    command));
  }
  const RunDirectory run(folder);
  run.expect_run();
  return run.config();
}

}  // namespace sentiment
