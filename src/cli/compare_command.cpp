#include "cli/compare_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "cli/command_outputs.h"
#include "cli/comparison_report.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "core/error.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "inference/loaded_model.h"

namespace sentiment {
namespace {

constexpr const char* kFooter =
    R"(Both models read the same rows. The difference of their accuracies has a 95 % interval from 10,000
bootstrap resamples of the rows, and McNemar's mid-p test says how often models of equal accuracy would differ
by as much. One is called better where the interval is on one side of zero and p is below 0.05.

Examples:
  sentiment compare runs/lstm runs/gru test.csv
  sentiment compare old.safetensors new.safetensors test.csv --json - --flips flips.jsonl)";

/// Where each label of `labels` is among those of `other`.
std::vector<std::size_t> places_of(const std::vector<std::string>& labels, const Task& other,
                                   const std::string& name) {
  std::vector<std::size_t> places;
  for (const std::string& label : labels) {
    const auto found = std::find(other.labels.begin(), other.labels.end(), label);
    if (found == other.labels.end()) {
      throw Error(
          fmt::format("{}: expected the labels of the first model, found none named {}; compare models of "
                      "the same labels",
                      printable(name), quote(label)));
    }
    places.push_back(static_cast<std::size_t>(found - other.labels.begin()));
  }
  if (other.labels.size() > labels.size()) {
    const auto further =
        std::find_if(other.labels.begin(), other.labels.end(), [&](const std::string& label) {
          return std::find(labels.begin(), labels.end(), label) == labels.end();
        });
    throw Error(
        fmt::format("{}: expected the labels of the first model, found {} beside them; compare models of "
                    "the same labels",
                    printable(name), quote(*further)));
  }
  return places;
}

/// The prediction with its labels in another order.
Prediction reordered(const Prediction& prediction, const std::vector<std::size_t>& places) {
  Prediction result = prediction;
  for (std::size_t i = 0; i < places.size(); ++i) {
    result.probabilities[i] = prediction.probabilities[places[i]];
    if (places[i] == static_cast<std::size_t>(prediction.label)) result.label = static_cast<int32_t>(i);
  }
  return result;
}

void expect_same_column(const char* option, const std::optional<std::string>& given, const std::string& a,
                        const std::string& b) {
  if (given || a == b) return;
  throw ConfigError(fmt::format("{}: expected a name, since the models were trained on {} and on {}; give it",
                                option, quote(a), quote(b)));
}

void check_options(const CompareOptions& options) {
  if (options.flips == "-") {
    throw ConfigError("--flips: expected a file, found \"-\"; standard output is for the report");
  }
  expect_outputs({{"--json", options.json}, {"--flips", options.flips}},
                 {options.a, options.b, options.data});
}

/// Reads the rows to their end; returns the flips as JSONL if they are asked for.
std::string compare_rows(LabelledRows& input, const TextClassifier& a, const TextClassifier& b,
                         const std::vector<std::size_t>& places, bool keep_flips, ThreadPool& pool,
                         ComparisonReport& report) {
  const std::vector<std::string>& labels = a.task().labels;
  std::string flips;
  for (LabelledBlock block = input.take(); !block.rows.empty(); block = input.take()) {
    const std::vector<Prediction> of_a = a.classify(block.texts, pool);
    const std::vector<Prediction> of_b = b.classify(block.texts, pool);
    for (std::size_t i = 0; i < of_a.size(); ++i) {
      const std::size_t truth = block.truths[i];
      const Prediction second = reordered(of_b[i], places);
      report.add(truth, of_a[i], second);
      const auto is_right = [&](const Prediction& one) {
        return static_cast<std::size_t>(one.label) == truth;
      };
      if (is_right(of_a[i]) == is_right(second)) continue;
      const Flip flip{block.rows[i].place, labels[truth], truth, block.texts[i], {of_a[i], second}};
      report.add_flip(flip);
      if (keep_flips) flips += dump_json(flip_json(flip, labels)) + "\n";
    }
  }
  return flips;
}

}  // namespace

int compare(const CompareOptions& options, std::ostream& out) {
  check_options(options);
  start_large_heap();
  const std::unique_ptr<const TextClassifier> a = text_classifier(load_model(options.a));
  const std::unique_ptr<const TextClassifier> b = text_classifier(load_model(options.b));
  const Task& first = a->task();
  const std::vector<std::size_t> places = places_of(first.labels, b->task(), options.b);
  if (first.labels != b->task().labels) {
    log_info(
        fmt::format("{}: its labels are in another order than the first model's; they are matched by name",
                    printable(options.b)));
  }
  expect_same_column("--text-column", options.rows.text_column, first.text_column, b->task().text_column);
  expect_same_column("--label-column", options.rows.label_column, first.label_column, b->task().label_column);

  ThreadPool pool(threads_to_use(options.threads));
  LabelledRows input(open_records(options.data, row_format(options.rows, first), Wanted::kTextAndLabel),
                     first.labels, options.data);
  ComparisonReport report(first.labels, {options.a, options.b});
  const std::string flips = compare_rows(input, *a, *b, places, options.flips.has_value(), pool, report);
  report.finish(pool);

  const RowCounts rows = input.counts();
  const std::string json = dump_json(report.json(rows), 2) + "\n";
  write_results(out, options.json == "-" ? json : report.text(options.data, rows));
  if (options.json && options.json != "-") write_output_file(*options.json, json);
  if (options.flips) write_output_file(*options.flips, flips);
  return kSuccess;
}

void add_compare_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App& command = add_command(program, "compare", "say which of two models is better", chosen,
                                  [options] { return compare(*options, std::cout); });
  add_path_argument(command, "A", options->a, "model file or run directory")->required();
  add_path_argument(command, "B", options->b, "the other")->required();
  add_path_argument(command, "DATA", options->data, "labelled data")->required();
  add_text_option(command, "--json", options->json, "FILE",
                  "write the figures as JSON; - for standard output");
  add_text_option(command, "--flips", options->flips, "FILE",
                  "write each example that one of them has right and the other wrong as JSONL");
  add_row_options(command, options->rows);
  add_threads_option(command, options->threads);
  command.footer(kFooter);
}

}  // namespace sentiment
