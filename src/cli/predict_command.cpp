#include "cli/predict_command.h"

#include <fmt/format.h>

#include <iostream>
#include <utility>
#include <vector>

#include "cli/program.h"
#include "cli/read_ahead.h"
#include "cli/record_output.h"
#include "core/error.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "inference/loaded_model.h"

namespace sentiment {
namespace {

constexpr std::size_t kRowsAhead = 4096;  // many, so that texts of like length can be read together

constexpr const char* kFooter =
    R"(Each record of the input gives one line, in order, also an empty line or one that is not UTF-8 (read as
U+FFFD). A row that cannot be read (JSONL, CSV, TSV) is an error: the records before it are answered.
SIGINT and SIGTERM end it between two records, a second one at once.

  text   LABEL<TAB>PROBABILITY
  jsonl  {"id", "label", "probability", "probabilities", "tokens", "oov_rate", "truncated"}, and "text" under
         --echo
  csv    the input's own columns (JSONL: id and text; lines: text), then label and probability

Examples:
  echo "What a film!" | sentiment predict model.safetensors
  sentiment predict runs/imdb reviews.csv --format csv > labelled.csv)";

void check_options(const PredictOptions& options, OutputFormat output) {
  std::vector<std::string> problems;
  options.input.add_problems(problems);
  if (options.echo && output != OutputFormat::kJsonl) {
    problems.push_back("--echo: only --format jsonl has a field for the text; leave it out or add that");
  }
  if (!problems.empty()) throw ConfigError(problems);
}

}  // namespace

void predict_records(std::shared_ptr<RecordReader> reader, const TextClassifier& classifier, ThreadPool& pool,
                     const PredictionWriter& writer, std::ostream& out) {
  RecordOutput output(out);
  output.write(writer.header());
  ReadAhead input(std::move(reader), kRowsAhead);
  std::string lines;
  for (std::vector<Record> rows = input.take(); !rows.empty(); rows = input.take()) {
    std::vector<std::string> texts;
    for (Record& row : rows) texts.push_back(std::move(row.text));
    const std::vector<Prediction> predictions = classifier.classify(texts, pool);
    lines.clear();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].text = std::move(texts[i]);
      writer.append(lines, rows[i], predictions[i]);
    }
    output.write(lines);
  }
}

int predict(const PredictOptions& options, std::ostream& out) {
  const OutputFormat output = options.format.value_or(OutputFormat::kText);
  check_options(options, output);
  start_large_heap();
  const std::unique_ptr<const TextClassifier> classifier = text_classifier(load_model(options.model));
  const Task& task = classifier->task();
  const std::shared_ptr<RecordReader> reader = options.input.open(task);
  const auto writer =
      prediction_writer(output, task.labels, options.input.format(), reader->columns(), options.echo);
  ThreadPool pool(threads_to_use(options.threads));
  predict_records(reader, *classifier, pool, *writer, out);
  for (const auto& [reason, count] : reader->counts().skipped)
    log_info(fmt::format("{}: {} rows skipped: {}", printable(options.input.file), count, reason));
  return kSuccess;
}

void add_predict_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<PredictOptions>();
  CLI::App& command = add_command(program, "predict", "label each record of a file or of standard input",
                                  chosen, [options] { return predict(*options, std::cout); });
  add_path_argument(command, "MODEL", options->model, "model file or run directory")->required();
  add_prediction_input(command, options->input, "label");
  add_threads_option(command, options->threads);
  add_choice_option<OutputFormat>(
      command, "--format", options->format,
      {{"text", OutputFormat::kText}, {"jsonl", OutputFormat::kJsonl}, {"csv", OutputFormat::kCsv}},
      "what to write (default: text)");
  command.add_flag("--echo", options->echo, "with --format jsonl, write the text as well");
  command.footer(kFooter);
}

}  // namespace sentiment
