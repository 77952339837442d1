// sentiment: the commands that do without libtorch, and a door to the one that does not.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cli/bundle_command.h"
#include "cli/check_command.h"
#include "cli/command_reference.h"
#include "cli/compare_command.h"
#include "cli/evaluate_command.h"
#include "cli/explain_command.h"
#include "cli/export_command.h"
#include "cli/generate_command.h"
#include "cli/hand_over.h"
#include "cli/init_command.h"
#include "cli/inspect_command.h"
#include "cli/predict_command.h"
#include "cli/program.h"
#include "cli/report_command.h"
#include "cli/training_options.h"
#include "core/cpu_features.h"
#include "core/error.h"
#include "core/quote.h"
#include "json/spelling.h"

namespace sentiment {
namespace {

const std::vector<std::string> kCommands{"train",  "pretrain", "evaluate", "predict", "explain",
                                         "report", "check",    "inspect",  "compare", "bundle",
                                         "export", "generate", "init"};

std::string version() {
  return fmt::format("sentiment {} ({})", SENTIMENT_VERSION, name_of(instruction_set()));
}

void expect_command(int argc, const char* const* argv) {
  const std::string all = fmt::format("{}", fmt::join(kCommands, ", "));
  if (argc < 2) {
    throw ConfigError(fmt::format("usage: sentiment COMMAND ..., one of {}; see 'sentiment --help'", all));
  }
  const std::string_view first = argv[1];
  if (first.starts_with("-") || std::find(kCommands.begin(), kCommands.end(), first) != kCommands.end())
    return;
  throw ConfigError(fmt::format("expected a command ({}), found {}{}; see 'sentiment --help'", all,
                                quote(first), did_you_mean(first, kCommands)));
}

int run(int argc, char** argv) {
  expect_command(argc, argv);
  for (const char* command : {"train", "pretrain"}) {
    if (std::string_view(argv[1]) == command) hand_over_to_training(command, argv);
  }

  CLI::App program{"Train and run recurrent text classifiers", "sentiment"};
  program.require_subcommand(1);
  program.set_version_flag("--version", version);
  add_generate_option(program, SENTIMENT_VERSION);
  CommandBody chosen;
  declare_train_command(program, chosen, [](const TrainCommandOptions&) { return kFailure; });  // handed over
  declare_pretrain_command(program, chosen, [](const PretrainCommandOptions&) { return kFailure; });
  add_evaluate_command(program, chosen);
  add_predict_command(program, chosen);
  add_explain_command(program, chosen);
  add_check_command(program, chosen);
  add_inspect_command(program, chosen);
  add_report_command(program, chosen);
  add_compare_command(program, chosen);
  add_bundle_command(program, chosen);
  add_export_command(program, chosen);
  add_generate_command(program, chosen);
  add_init_command(program, chosen);
  program.footer(
      "Examples:\n  sentiment init > config.json\n  sentiment train config.json -o runs/first\n"
      "  echo \"What a film!\" | sentiment predict runs/first");
  return parse_and_run(program, argc, argv, chosen);
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  return sentiment::run_program([&] { return sentiment::run(argc, argv); });
}
