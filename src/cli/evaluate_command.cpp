#include "cli/evaluate_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <utility>
#include <vector>

#include "analysis/behaviour_suite.h"
#include "analysis/model_temperature.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/read_ahead.h"
#include "cli/standard_streams.h"
#include "cli/suite_report.h"
#include "core/error.h"
#include "core/files.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "inference/loaded_model.h"
#include "inference/ngram_classifier.h"

namespace sentiment {
namespace {

constexpr std::size_t kRowsAhead = 4096;  // many, so that texts of like length can be read together
constexpr uint64_t kMaxSuiteBytes = uint64_t{16} << 20;
constexpr const char* kUnknownLabel = "label not known to the model";

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

/// Numbers of the model's labels, and which other labels the data has.
class LabelLookup {
 public:
  explicit LabelLookup(const std::vector<std::string>& labels) {
    for (std::size_t i = 0; i < labels.size(); ++i) numbers_[labels[i]] = i;
  }

  /// The label's number; none for a label the model lacks, which is counted.
  std::optional<std::size_t> number(const Record& row) {
    const auto found = numbers_.find(row.label);
    if (found != numbers_.end()) return found->second;
    if (unknown_++ == 0) first_unknown_ = fmt::format("{} at {}", quote(row.label), printable(row.place));
    return std::nullopt;
  }

  /// Moves the unknown ones among `rows` from the used to the skipped, and says so.
  void report(const std::string& name, RowCounts& rows) const {
    if (unknown_ == 0) return;
    rows.used -= unknown_;
    rows.skipped[kUnknownLabel] += unknown_;
    log_warning(fmt::format("{}: {} of {} rows skipped: {} (the first: {})", printable(name), unknown_,
                            rows.read, kUnknownLabel, first_unknown_));
  }

 private:
  std::map<std::string, std::size_t, std::less<>> numbers_;
  int64_t unknown_ = 0;
  std::string first_unknown_;
};

/// Rows that can be compared with a prediction; their texts apart, as the classifier wants them.
struct KnownRows {
  std::vector<Record> rows;
  std::vector<std::size_t> truths;
  std::vector<std::string> texts;
};

KnownRows take_known(std::vector<Record>& rows, LabelLookup& lookup) {
  KnownRows known;
  for (Record& row : rows) {
    const std::optional<std::size_t> truth = lookup.number(row);
    if (!truth) continue;
    known.truths.push_back(*truth);
    known.texts.push_back(std::move(row.text));
    known.rows.push_back(std::move(row));
  }
  return known;
}

[[noreturn]] void fail_without_examples(const std::string& name, const std::vector<std::string>& labels,
                                        const RowCounts& rows) {
  std::string known;
  for (const std::string& label : labels) known += (known.empty() ? "" : ", ") + quote(label);
  throw DataError(
      fmt::format("{}: expected rows labelled {}, found none usable (read {}, skipped {}); name the column "
                  "of the label with "
                  "--label-column",
                  printable(name), known, rows.read, rows.skipped_total()));
}

bool wants_suite(const EvaluateOptions& options) { return options.suite || options.suite_file; }

void check_options(const EvaluateOptions& options) {
  if (options.data.empty() && !wants_suite(options))
    throw ConfigError("DATA: expected labelled data, found none; name it, or ask for --suite");
  if (options.data.empty() && options.predictions)
    throw ConfigError("--predictions: expected DATA to predict, found none; leave it out or name the data");
  if (options.json != "-") expect_writable("--json", options.json);
  if (options.predictions == "-") {
    throw ConfigError("--predictions: expected a file, found \"-\"; standard output is for the report");
  }
  expect_writable("--predictions", options.predictions);
  if (options.json && options.json == options.predictions) {
    throw ConfigError(
        fmt::format("--predictions: expected another file than --json's, found {}", quote(*options.json)));
  }
}

RowFormat row_format(const EvaluateOptions& options, const Task& task) {
  RowFormat rows;
  rows.format = options.format.value_or(DataFormat::kAuto);
  rows.text_column = options.text_column.value_or(task.text_column);
  rows.label_column = options.label_column.value_or(task.label_column);
  rows.on_invalid_utf8 = InvalidUtf8::kReplace;  // as predict reads it
  return rows;
}

int64_t rightly_labelled(const TextClassifier& classifier, const KnownRows& known, ThreadPool& pool) {
  const std::vector<Prediction> predictions = classifier.classify(known.texts, pool);
  int64_t right = 0;
  for (std::size_t i = 0; i < predictions.size(); ++i)
    right += static_cast<std::size_t>(predictions[i].label) == known.truths[i] ? 1 : 0;
  return right;
}

struct SuiteOutcome {
  std::string name;
  std::vector<BehaviourResult> results;
};

SuiteOutcome run_suite(const EvaluateOptions& options, const TextClassifier& classifier, ThreadPool& pool) {
  const std::string name = options.suite_file.value_or("built-in suite");
  const BehaviourSuite suite =
      options.suite_file ? parse_behaviour_suite(read_file(*options.suite_file, kMaxSuiteBytes), name)
                         : builtin_behaviour_suite();
  return {name, run_behaviour_suite(suite, classifier, pool, name)};
}

}  // namespace

RunCompanions read_companions(const std::string& model, const Model& loaded) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  RunCompanions companions;
  const fs::path path = model;
  const bool is_folder = fs::is_directory(path, ignored);
  if (!is_folder && path.filename() != "model.safetensors") {
    companions.no_ngrams = "not beside a lone model file; give the run's folder for this comparison";
    return companions;
  }
  const fs::path folder = is_folder ? path : path.parent_path();
  companions.temperature = kept_temperature(folder);
  if (const fs::path file = folder / "baseline.safetensors"; fs::exists(file, ignored)) {
    companions.ngrams = std::make_shared<NgramClassifier>(
        NgramModel{loaded.tokenizer, loaded.vocabulary, loaded.labels,
                   NgramBaseline::read(file, loaded.labels, loaded.vocabulary)});
  } else {
    companions.no_ngrams = fmt::format(
        "no baseline.safetensors beside the model; `train` writes one unless "
        "baseline.type is \"none\"");
  }
  return companions;
}

RunCompanions companions_of(const BundleClassifier& bundle) {
  RunCompanions companions;
  companions.ngrams = bundle.ngrams();
  if (!companions.ngrams) companions.no_ngrams = "the bundle has no n-gram baseline among its members";
  return companions;
}

Evaluation evaluate_records(std::shared_ptr<RecordReader> reader, const TextClassifier& classifier,
                            ThreadPool& pool, const std::string& name, bool keep_predictions,
                            const RunCompanions& companions) {
  const std::vector<std::string>& labels = classifier.task().labels;
  Evaluation result{EvaluationReport(labels, companions.temperature), {}, {}};
  NgramAnswers ngrams{.absent = companions.no_ngrams};
  LabelLookup lookup(labels);
  ReadAhead input(reader, kRowsAhead);
  for (std::vector<Record> rows = input.take(); !rows.empty(); rows = input.take()) {
    const KnownRows known = take_known(rows, lookup);
    const std::vector<Prediction> predictions = classifier.classify(known.texts, pool);
    if (companions.ngrams) ngrams.right += rightly_labelled(*companions.ngrams, known, pool);
    for (std::size_t i = 0; i < predictions.size(); ++i) {
      result.report.add(known.truths[i], predictions[i], known.rows[i].place, known.texts[i]);
      if (keep_predictions) result.predictions += prediction_line(known.rows[i], labels, predictions[i]);
    }
  }
  result.report.set_ngrams(std::move(ngrams));
  result.rows = reader->counts();
  lookup.report(name, result.rows);
  if (result.report.examples() == 0) fail_without_examples(name, labels, result.rows);
  return result;
}

namespace {

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
        open_records(options.data, row_format(options, classifier.task()), Wanted::kTextAndLabel), classifier,
        pool, options.data, options.predictions.has_value(), judged.companions);
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
  add_choice_option<DataFormat>(command, "--format", options->format,
                                {{"auto", DataFormat::kAuto},
                                 {"csv", DataFormat::kCsv},
                                 {"tsv", DataFormat::kTsv},
                                 {"jsonl", DataFormat::kJsonl},
                                 {"fasttext", DataFormat::kFastText},
                                 {"folder", DataFormat::kFolder}},
                                "how DATA is written (default: auto, by its name)");
  add_text_option(command, "--text-column", options->text_column, "NAME",
                  "column or key of the text (default: as trained)");
  add_text_option(command, "--label-column", options->label_column, "NAME",
                  "column or key of the label (default: as trained)");
  command.add_flag("--suite", options->suite, "ask the behaviour suite: negation, contrast, typos, ...");
  add_text_option(command, "--suite-file", options->suite_file, "FILE",
                  "a behaviour suite of your own (data/suite/README.md), instead of the built-in one");
  add_threads_option(command, options->threads);
  command.footer(kFooter);
}

}  // namespace sentiment
