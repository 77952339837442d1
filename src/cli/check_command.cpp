#include "cli/check_command.h"

#include <iostream>
#include <memory>

#include "cli/check_report.h"
#include "cli/command_outputs.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "config/experiment_config.h"
#include "core/thread_pool.h"
#include "doctor/data_check.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

constexpr const char* kFooter =
    R"(Looks for rows that are the same or nearly so, within the parts and across them, and under two labels; texts that
are empty, cut, not UTF-8, wrongly decoded or full of HTML; labels that are rare or look alike; single tokens that
give the label away; unknown words and missing word vectors.

Exit status: 0 sound, 1 something was found that would spoil a run, 2 the config is wrong.

Examples:
  sentiment check config.json
  sentiment check config.json --set data.train=other.csv
  sentiment check config.json --json check.json)";

}  // namespace

int check(const CheckOptions& options, std::ostream& out) {
  const ExperimentConfig config = load_experiment(options.config, options.overrides);
  expect_outputs({{"--json", options.json}},
                 {options.config, config.data.train, config.data.valid.value_or(""),
                  config.data.test.value_or(""), config.data.unlabelled.value_or("")});
  ThreadPool pool(threads_to_use(options.threads));
  const DataCheck result = check_data(config, pool);
  const std::string json = options.json ? dump_json(check_json(result), 2) + "\n" : "";
  write_results(out, options.json == "-" ? json : check_text(result));
  if (options.json && options.json != "-") write_output_file(*options.json, json);
  return result.sound() ? kSuccess : kFailure;
}

void add_check_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App& command = add_command(program, "check", "check a config and its data before training", chosen,
                                  [options] { return check(*options, std::cout); });
  add_path_argument(command, "CONFIG", options->config, "JSON config")->required();
  add_set_option(command, options->overrides);
  add_text_option(command, "--json", options->json, "FILE",
                  "write the figures as JSON; - for standard output");
  add_threads_option(command, options->threads);
  command.footer(kFooter);
}

}  // namespace sentiment
