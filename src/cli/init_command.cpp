#include "cli/init_command.h"

#include <iostream>
#include <memory>

#include "cli/program.h"
#include "cli/standard_streams.h"
#include "config/experiment_documents.h"

namespace sentiment {
namespace {

std::string text_of(InitDocument document) {
  switch (document) {
    case InitDocument::kSchema:
      return dump_json(experiment_schema(), 2) + "\n";
    case InitDocument::kTable:
      return settings_table();
    default:
      return starter_config();
  }
}

}  // namespace

int init(InitDocument document, std::ostream& out) {
  write_results(out, text_of(document));
  return kSuccess;
}

void add_init_command(CLI::App& program, CommandBody& chosen) {
  const auto document = std::make_shared<InitDocument>(InitDocument::kStarterConfig);
  CLI::App& command = add_command(program, "init", "print a config to start from", chosen,
                                  [document] { return init(*document, std::cout); });
  CLI::Option* schema = command.add_flag_callback(
      "--schema", [document] { *document = InitDocument::kSchema; },
      "print the JSON Schema of configs instead, for editors");
  command
      .add_flag_callback(
          "--table", [document] { *document = InitDocument::kTable; },
          "print a Markdown table of all settings instead")
      ->excludes(schema);
  command.footer(
      "Examples:\n  sentiment init > config.json\n  sentiment init --schema > sentiment.schema.json");
}

}  // namespace sentiment
