#include "cli/evaluate_command.h"

#include <fmt/format.h>

#include <iostream>
#include <utility>
#include <vector>

#include "analysis/behaviour_results.h"
#include "cli/command_outputs.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/suite_report.h"
#include "core/error.h"
#include "core/files.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "inference/bundle_classifier.h"
#include "inference/loaded_model.h"

namespace sentiment {
namespace {

constexpr uint64_t kMaxSuiteBytes = uint64_t{16} << 20;

constexpr const char* kFooter =
    R"(DATA is a CSV, TSV, JSONL or fastText file, a folder with one subfolder per label, one of these compressed,
or a path inside an archive (aclImdb_v1.tar.gz!/aclImdb/test). With --suite it may be left out.
A run folder has what the model is compared with and its temperature; a model file alone has not.

Examples:
  sentiment evaluate runs/imdb test.csv
  sentiment evaluate model.safetensors test.csv --json - --predictions predictions.jsonl
  sentiment evaluate runs/imdb --suite)";

std::string prediction_line(const Record& row, const std::vector<std::string>& labels,
                            const Prediction& prediction) {
  Json line = {{"place", row.place},
               {"label", row.label},
               {"predicted", labels[static_cast<std::size_t>(prediction.label)]},
               {"probability", prediction.probability()}};
  Json& probabilities = line["probabilities"] = Json::object();
  for (std::size_t i = 0; i < labels.size(); ++i) probabilities[labels[i]] = prediction.probabilities[i];
  return dump_json(line) + "\n";
}

bool wants_suite(const EvaluateOptions& options) { return options.suite || options.suite_file; }

void check_options(const EvaluateOptions& options) {
  if (options.data.empty() && !wants_suite(options))
    throw ConfigError("DATA: expected labelled data, found none; name it, or ask for --suite");
  if (options.data.empty() && options.predictions)
    throw ConfigError("--predictions: expected DATA to predict, found none; leave it out or name the data");
  if (options.predictions == "-") {
    throw ConfigError("--predictions: expected a file, found \"-\"; standard output is for the report");
  }
  expect_outputs({{"--json", options.json}, {"--predictions", options.predictions}},
                 {options.model, options.data, options.suite_file.value_or("")});
}

struct SuiteOutcome {
  std::string name;
  std::vector<BehaviourResult> results;
};

int64_t rightly_labelled(const TextClassifier& classifier, const LabelledBlock& block, ThreadPool& pool) {
  const std::vector<Prediction> predictions = classifier.classify(block.texts, pool);
  int64_t right = 0;
  for (std::size_t i = 0; i < predictions.size(); ++i)
    right += static_cast<std::size_t>(predictions[i].label) == block.truths[i] ? 1 : 0;
  return right;
}

SuiteOutcome run_suite(const EvaluateOptions& options, const TextClassifier& classifier, ThreadPool& pool) {
  const std::string name = options.suite_file.value_or("built-in suite");
  const BehaviourSuite suite =
      options.suite_file ? parse_behaviour_suite(read_file(*options.suite_file, kMaxSuiteBytes), name)
                         : builtin_behaviour_suite();
  return {name, run_behaviour_suite(suite, classifier, pool, name)};
}

/// The model, and with data what it is compared with.
struct Judged {
  std::unique_ptr<const TextClassifier> classifier;
  RunCompanions companions;
};

Judged load_judged(const EvaluateOptions& options) {
  LoadedModel loaded = load_model(options.model);
  Judged judged;
  if (auto* const bundle = std::get_if<Bundle>(&loaded)) {
    auto classifier = std::make_unique<BundleClassifier>(std::move(*bundle));
    judged.companions = companions_of(*classifier);
    judged.classifier = std::move(classifier);
    return judged;
  }
  if (!options.data.empty()) judged.companions = read_companions(options.model, std::get<Model>(loaded));
  judged.classifier = text_classifier(std::move(loaded));
  return judged;
}

}  // namespace

Evaluation evaluate_records(std::shared_ptr<RecordReader> reader, const TextClassifier& classifier,
                            ThreadPool& pool, const std::string& name, bool keep_predictions,
                            const RunCompanions& companions) {
  const std::vector<std::string>& labels = classifier.task().labels;
  Evaluation result{EvaluationReport(labels, companions.temperature), {}, {}};
  NgramAnswers ngrams{.absent = companions.no_ngrams};
  LabelledRows rows(std::move(reader), labels, name);
  for (LabelledBlock block = rows.take(); !block.rows.empty(); block = rows.take()) {
    const std::vector<Prediction> predictions = classifier.classify(block.texts, pool);
    if (companions.ngrams) ngrams.right += rightly_labelled(*companions.ngrams, block, pool);
    for (std::size_t i = 0; i < predictions.size(); ++i) {
      result.report.add(block.truths[i], predictions[i], block.rows[i].place, block.texts[i]);
      if (keep_predictions) result.predictions += prediction_line(block.rows[i], labels, predictions[i]);
    }
  }
  result.report.set_ngrams(std::move(ngrams));
  result.rows = rows.counts();
  return result;
}

int evaluate(const EvaluateOptions& options, std::ostream& out) {
  check_options(options);
  start_large_heap();
  const Judged judged = load_judged(options);
  const TextClassifier& classifier = *judged.classifier;
  ThreadPool pool(threads_to_use(options.threads));
  Json json = Json::object();
  std::string text;
  std::optional<Evaluation> measured;
  if (!options.data.empty()) {
    measured = evaluate_records(
        open_records(options.data, row_format(options.rows, classifier.task()), Wanted::kTextAndLabel),
        classifier, pool, options.data, options.predictions.has_value(), judged.companions);
    json = measured->report.json(measured->rows);
    text = measured->report.text(options.data, measured->rows);
  }
  if (wants_suite(options)) {
    const SuiteOutcome suite = run_suite(options, classifier, pool);
    json["suite"] = suite_json(suite.name, suite.results);
    text += (text.empty() ? "" : "\n") + suite_text(suite.name, suite.results);
  }
  const std::string figures = dump_json(json, 2) + "\n";
  write_results(out, options.json == "-" ? figures : text);
  if (options.json && options.json != "-") write_output_file(*options.json, figures);
  if (options.predictions) write_output_file(*options.predictions, measured->predictions);
  return kSuccess;
}

void add_evaluate_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App& command = add_command(program, "evaluate", "measure a model on labelled data", chosen,
                                  [options] { return evaluate(*options, std::cout); });
  add_path_argument(command, "MODEL", options->model, "model file or run directory")->required();
  add_path_argument(command, "DATA", options->data, "labelled data");
  add_text_option(command, "--json", options->json, "FILE",
                  "write the figures as JSON; - for standard output");
  add_text_option(command, "--predictions", options->predictions, "FILE", "write each prediction as JSONL");
  add_row_options(command, options->rows);
  command.add_flag("--suite", options->suite, "ask the behaviour suite: negation, contrast, typos, ...");
  add_text_option(command, "--suite-file", options->suite_file, "FILE",
                  "a behaviour suite of your own (data/suite/README.md), instead of the built-in one");
  add_threads_option(command, options->threads);
  command.footer(kFooter);
}

}  // namespace sentiment
