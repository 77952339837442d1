#include "cli/init_command.h"

#include <iostream>
#include <memory>

#include "cli/program.h"
#include "cli/standard_streams.h"
#include "config/experiment_documents.h"

namespace sentiment {
namespace {

std::string text_of(const InitOptions& options) {
  switch (options.document) {
    case InitDocument::kSchema:
      return dump_json(options.pretrain ? pretraining_schema() : experiment_schema(), 2) + "\n";
    case InitDocument::kTable:
      return options.pretrain ? pretraining_settings_table() : settings_table();
    default:
      return options.pretrain ? pretraining_starter_config() : starter_config();
  }
}

}  // namespace

int init(const InitOptions& options, std::ostream& out) {
  write_results(out, text_of(options));
  return kSuccess;
}

void add_init_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App& command = add_command(program, "init", "print a config to start from", chosen,
                                  [options] { return init(*options, std::cout); });
  command.add_flag("--pretrain", options->pretrain, "of `sentiment pretrain` instead of `sentiment train`");
  CLI::Option* schema = command.add_flag_callback(
      "--schema", [options] { options->document = InitDocument::kSchema; },
      "print the JSON Schema of configs instead, for editors");
  command
      .add_flag_callback(
          "--table", [options] { options->document = InitDocument::kTable; },
          "print a Markdown table of all settings instead")
      ->excludes(schema);
  command.footer(
      "Examples:\n  sentiment init > config.json\n  sentiment init --pretrain > pretrain.json\n"
      "  sentiment init --schema > sentiment.schema.json");
}

}  // namespace sentiment
