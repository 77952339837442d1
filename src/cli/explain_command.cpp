#include "cli/explain_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/text_explainer.h"
#include "cli/program.h"
#include "cli/read_ahead.h"
#include "cli/record_output.h"
#include "core/error.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kRowsAhead = 64;

constexpr const char* kFooter =
    R"(For each record: what each token adds to the predicted label's difference of logits (its logit less the
mean of the others'), by integrated gradients along the path from empty embeddings; by how much these miss the
difference, which is not spread over them; and the label's probability after each token, as predict gives it of
the text up to there.

  text   the tokens: shaded on a terminal, elsewhere one a line with a signed bar; where the answer turns
  jsonl  {"id", "label", "probability", "probabilities", "logit_difference", "baseline_logit_difference",
         "completeness_error", "gradients", "turning_point", "total_tokens", "truncated", "tokens",
         "attributions", "running_probability", "places", "unknown"}, and "gates" under --gates
  html   one page that needs nothing else, with a table for each figure

Examples:
  echo "Not good at all." | sentiment explain runs/imdb
  sentiment explain runs/imdb reviews.txt --format html --gates > explained.html)";

void check_options(const ExplainOptions& options, ExplanationFormat output) {
  std::vector<std::string> problems;
  options.input.add_problems(problems);
  if (options.gates && output == ExplanationFormat::kText) {
    problems.push_back(
        "--gates: expected --format jsonl or html, which show gates, found text; add one of them");
  }
  if (!problems.empty()) throw ConfigError(problems);
}

bool shows_colours() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb" &&
         std::getenv("NO_COLOR") == nullptr;
}

}  // namespace

int explain(const ExplainOptions& options, std::ostream& out) {
  const ExplanationFormat format = options.format.value_or(ExplanationFormat::kText);
  check_options(options, format);
  start_large_heap();
  LoadedModel loaded = load_model(options.model);
  if (options.gates && std::holds_alternative<Bundle>(loaded)) {
    throw ConfigError(fmt::format(
        "--gates: expected one network, which has gates, found the bundle {}; leave it out or give a "
        "model that the bundle was made of",
        quote(options.model)));
  }
  const std::unique_ptr<const TextExplainer> explainer = text_explainer(std::move(loaded), options.model);
  const Task& task = explainer->task();
  const std::shared_ptr<RecordReader> reader = options.input.open(task);
  const auto writer = explanation_writer(format, task.labels, options.colour, options.gates);
  ThreadPool pool(threads_to_use(options.threads));
  RecordOutput output(out);
  ReadAhead ahead(reader, kRowsAhead);
  for (std::vector<Record> rows = ahead.take(); !rows.empty(); rows = ahead.take()) {
    for (const Record& row : rows) {
      std::string text;
      writer->append(text, row, explainer->explain(row.text, options.gates, pool));
      output.write(text);
    }
  }
  output.write(writer->footer());
  for (const auto& [reason, count] : reader->counts().skipped)
    log_info(fmt::format("{}: {} rows skipped: {}", printable(options.input.file), count, reason));
  return kSuccess;
}

void add_explain_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App& command =
      add_command(program, "explain", "show what each token adds to the answer", chosen, [options] {
        options->colour = shows_colours();
        return explain(*options, std::cout);
      });
  add_path_argument(command, "MODEL", options->model, "model file or run directory")->required();
  add_prediction_input(command, options->input, "explain");
  add_threads_option(command, options->threads);
  add_choice_option<ExplanationFormat>(command, "--format", options->format,
                                       {{"text", ExplanationFormat::kText},
                                        {"jsonl", ExplanationFormat::kJsonl},
                                        {"html", ExplanationFormat::kHtml}},
                                       "what to write (default: text)");
  command.add_flag("--gates", options->gates, "with jsonl or html, gates and states while the text is read");
  command.footer(kFooter);
}

}  // namespace sentiment
