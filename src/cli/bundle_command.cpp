#include "cli/bundle_command.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <utility>

#include "cli/bundle_members.h"
#include "cli/bundle_report.h"
#include "cli/command_outputs.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "core/error.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "inference/bundle_classifier.h"
#include "report/run_record.h"
#include "report/validation_part.h"

namespace sentiment {
namespace {

constexpr const char* kFooter =
    R"(The bundle's probability of a label is proportional to the product of what its members say of it, each to the
power of its weight. Weights are >= 0, sum to 1, and are those of the least log loss on DATA, which no member may
have been trained on. Without --data it is the validation part of the first MODEL, a run folder; the other runs
must then have held back the same texts, as they do with data.valid or the same seed.

What it writes is a model: predict, evaluate, explain, compare and inspect take it like any other.

Examples:
  sentiment bundle runs/forward runs/backward --ngram runs/forward/baseline.safetensors -o both.safetensors
  sentiment bundle a.safetensors b.safetensors --data held_out.csv -o bundle.safetensors)";

/// The models, as they were named, and what the weights are fitted to.
std::vector<std::string> inputs_of(const BundleOptions& options) {
  std::vector<std::string> inputs = options.models;
  inputs.insert(inputs.end(), options.ngrams.begin(), options.ngrams.end());
  if (options.data) inputs.push_back(*options.data);
  return inputs;
}

void check_options(const BundleOptions& options) {
  if (options.models.size() + options.ngrams.size() > kMaxBundleMembers)
    throw ConfigError(fmt::format("MODEL: expected at most {} members, found {}", kMaxBundleMembers,
                                  options.models.size() + options.ngrams.size()));
  if (options.output == "-") throw ConfigError("-o: expected a file, found \"-\"");
  expect_outputs({{"-o", options.output}, {"--json", options.json}}, inputs_of(options));
  if (!options.data && (options.rows.format || options.rows.text_column || options.rows.label_column))
    throw ConfigError(
        "--format, --text-column, --label-column: they say how DATA is read; give --data or leave "
        "them out");
}

/// Asks all members and counts: what the weights are fitted to.
class Interview {
 public:
  Interview(const BundleClassifier& members, std::size_t count, ThreadPool& pool)
      : members_(members), pool_(pool), fit_(count, members.task().labels.size()) {}

  void ask(std::span<const std::string> texts, std::span<const std::size_t> truths) {
    const std::vector<std::vector<std::vector<double>>> answers = members_.answers(texts, pool_);
    std::vector<std::vector<double>> of_text(answers.size());
    for (std::size_t text = 0; text < texts.size(); ++text) {
      for (std::size_t i = 0; i < answers.size(); ++i) of_text[i] = answers[i][text];
      fit_.add(of_text, truths[text]);
    }
  }

  const PoolFit& fit(const std::string& data) const {
    if (fit_.examples() < PoolFit::kFolds) {
      throw DataError(fmt::format("{}: expected at least {} examples to fit weights on, found {}",
                                  printable(data), PoolFit::kFolds, fit_.examples()));
    }
    return fit_;
  }

 private:
  const BundleClassifier& members_;
  ThreadPool& pool_;
  PoolFit fit_;
};

void ask_data(const BundleOptions& options, const Task& task, Interview& interview) {
  LabelledRows rows(open_records(*options.data, row_format(options.rows, task), Wanted::kTextAndLabel),
                    task.labels, *options.data);
  for (LabelledBlock block = rows.take(); !block.rows.empty(); block = rows.take())
    interview.ask(block.texts, block.truths);
  for (const auto& [reason, count] : rows.counts().skipped)
    log_info(fmt::format("{}: {} rows skipped: {}", printable(*options.data), count, reason));
}

/// Returns what the examples are called.
std::string ask_validation_part(const std::vector<BundleCandidate>& members, const Task& task,
                                Interview& interview) {
  if (members.front().folder.empty()) {
    throw ConfigError(
        fmt::format("--data: expected held-out examples, found none, and {} is no run folder, whose "
                    "validation part could be used; name them",
                    quote(members.front().name)));
  }
  const RunRecord run = read_run_record(members.front().folder);
  expect_same_validation_part(members, run);
  log_info(fmt::format("reading the validation part of {}", printable(run.folder.native())));
  LabelledTexts part = read_validation_part(run);
  const std::vector<std::size_t> places = label_places(part.labels, task.labels);
  if (places.empty()) {
    throw Error(fmt::format("{}: expected the labels of its model in its data, found {}",
                            printable(run.folder.native()), listing(part.labels)));
  }
  for (std::size_t& truth : part.truths) truth = places[truth];
  interview.ask(part.texts, part.truths);
  return fmt::format("validation part of {}", run.folder.native());
}

std::string bundle_bytes(const std::vector<BundleCandidate>& members, const std::vector<double>& weights) {
  std::vector<MemberFile> files;
  for (std::size_t i = 0; i < members.size(); ++i)
    files.push_back({weights[i], members[i].model, members[i].baseline});
  return to_bundle_bytes(files);
}

}  // namespace

int bundle(const BundleOptions& options, std::ostream& out) {
  check_options(options);
  start_large_heap();
  std::vector<BundleCandidate> candidates = read_candidates(options.models, options.ngrams);
  std::vector<BundledModel> names;
  Bundle members;
  for (BundleCandidate& candidate : candidates) {
    names.push_back({candidate.name, !candidate.baseline.empty()});
    members.members.push_back(std::move(candidate.member));
  }
  const BundleClassifier classifier(std::move(members));
  ThreadPool pool(threads_to_use(options.threads));
  Interview interview(classifier, candidates.size(), pool);
  std::string data;
  if (options.data) {
    expect_held_out(*options.data, candidates);
    ask_data(options, classifier.task(), interview);
    data = *options.data;
  } else {
    data = ask_validation_part(candidates, classifier.task(), interview);
  }
  BundleReport report = bundle_report(interview.fit(data), std::move(names));
  report.data = data;
  report.own_validation_part = !options.data;
  const std::string bytes = bundle_bytes(candidates, report.weights);
  write_output_file(options.output, bytes);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (report.weights[i] == 0.0)
      log_warning(fmt::format("{}: its weight is 0; it costs time and changes no answer, leave it out",
                              printable(candidates[i].name)));
  }
  log_info(
      fmt::format("{}: {} members, {} bytes", printable(options.output), candidates.size(), bytes.size()));
  const std::string json = dump_json(report.json(), 2) + "\n";
  write_results(out, options.json == "-" ? json : report.text());
  if (options.json && options.json != "-") write_output_file(*options.json, json);
  return kSuccess;
}

void add_bundle_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<BundleOptions>();
  CLI::App& command = add_command(program, "bundle", "make one model of several", chosen,
                                  [options] { return bundle(*options, std::cout); });
  command.add_option("MODEL", options->models, "model files or run directories")->required()->type_name("");
  command.add_option("-o,--output", options->output, "the file to write")->required()->type_name("FILE");
  command
      .add_option_function<std::string>(
          "--ngram", [options](const std::string& file) { options->ngrams.push_back(file); },
          "a run's baseline.safetensors as one more member; may be repeated")
      ->type_name("FILE")
      ->trigger_on_parse();
  add_text_option(command, "--data", options->data, "DATA",
                  "labelled examples to fit the weights on (default: the first run's validation part)");
  add_text_option(command, "--json", options->json, "FILE",
                  "write weights and figures as JSON; - for standard output");
  add_row_options(command, options->rows);
  add_threads_option(command, options->threads);
  command.footer(kFooter);
}

}  // namespace sentiment
