#include "cli/train_pretrain_command.h"

#include <cstdio>
#include <memory>

#include "cli/program.h"
#include "cli/train_command.h"
#include "config/pretraining_config.h"
#include "core/concat.h"
#include "core/error.h"
#include "json/strict_json.h"
#include "training/pretraining_run.h"

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
  std::optional<int64_t> threads;
  std::optional<int64_t> seed;
};

int pretrain(const Options& options) {
  std::vector<std::string> overrides = options.overrides;
  if (options.seed) overrides.push_back(concat("seed=", *options.seed));
  if (options.print_config) {
    const Json config = to_json(load_pretraining(options.config, overrides));
    std::puts(dump_json(config, 2).c_str());
    return kSuccess;
  }
  if (!options.run_directory && !options.dry_run) {
    throw ConfigError("pretrain: expected -o RUN_DIR, the folder to write the run to; or --dry-run");
  }
  if (options.resume && options.force) {
    throw ConfigError("pretrain: --resume continues a run and --force replaces it; give one of them");
  }
  if (options.resume && options.dry_run) {
    throw ConfigError("pretrain: --dry-run plans a new run; leave out --resume");
  }
  return exit_status(run_pretraining({.config = options.config,
                                      .overrides = overrides,
                                      .run_directory = options.run_directory.value_or(""),
                                      .resume = options.resume,
                                      .force = options.force,
                                      .dry_run = options.dry_run,
                                      .threads = threads_to_use(options.threads)}));
}

}  // namespace

void add_pretrain_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App& command =
      add_command(program, "pretrain", "Learn a language model or word vectors from texts without labels",
                  chosen, [options] { return pretrain(*options); });
  add_path_argument(command, "CONFIG", options->config, "JSON config of a pretraining run");
  add_text_option(command, "-o,--output-dir", options->run_directory, "RUN_DIR", "folder of the run");
  command.add_flag("--resume", options->resume, "continue the run in RUN_DIR from its newest checkpoint");
  command.add_flag("--force", options->force,
                   "replace the run in RUN_DIR; only files that a run writes are removed");
  command.add_flag("--dry-run", options->dry_run, "print what would be done, with measured time, and stop");
  command.add_flag("--print-config", options->print_config,
                   "print the config with every setting filled in, and stop");
  add_set_option(command, options->overrides);
  add_threads_option(command, options->threads);
  add_integer_option(command, "--seed", options->seed, 0, 9007199254740991, "short for --set seed=");
  command.footer(
      "Examples:\n"
      "  sentiment pretrain configs/pretrain-quick.json -o runs/words\n"
      "  sentiment pretrain configs/pretrain-quick.json -o runs/words --resume");
}

}  // namespace sentiment
