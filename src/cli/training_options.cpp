#include "cli/training_options.h"

#include <memory>

namespace sentiment {

void declare_train_command(CLI::App& program, CommandBody& chosen,
                           const std::function<int(const TrainCommandOptions&)>& train) {
  const auto options = std::make_shared<TrainCommandOptions>();
  CLI::App& command = add_command(program, "train", "train a classifier from a JSON config", chosen,
                                  [options, train] { return train(*options); });
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
