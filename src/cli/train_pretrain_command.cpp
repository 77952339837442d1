#include "cli/train_pretrain_command.h"

#include <cstdio>

#include "cli/program.h"
#include "cli/train_command.h"
#include "cli/training_options.h"
#include "config/pretraining_config.h"
#include "core/concat.h"
#include "json/strict_json.h"
#include "training/pretraining_run.h"

namespace sentiment {
namespace {

int pretrain(const PretrainCommandOptions& options) {
  std::vector<std::string> overrides = options.overrides;
  if (options.device) overrides.push_back("trainer.device=" + *options.device);
  if (options.seed) overrides.push_back(concat("seed=", *options.seed));
  const std::filesystem::path file = config_file_of("pretrain", options, options.run_directory.value_or(""));
  if (options.print_config) {
    const Json config = to_json(load_pretraining(file, overrides));
    std::puts(dump_json(config, 2).c_str());
    return kSuccess;
  }
  expect_run_options("pretrain", options);
  return exit_status(run_pretraining({.config = file,
                                      .overrides = overrides,
                                      .run_directory = options.run_directory.value_or(""),
                                      .resume = options.resume,
                                      .force = options.force,
                                      .dry_run = options.dry_run,
                                      .threads = threads_to_use(options.threads)}));
}

}  // namespace

void add_pretrain_command(CLI::App& program, CommandBody& chosen) {
  declare_pretrain_command(program, chosen, pretrain);
}

}  // namespace sentiment
