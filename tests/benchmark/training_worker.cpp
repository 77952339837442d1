// Our side of the training rows: trains what `sentiment train` would, on batches that the peer gets as well.
//
//   ["train", THREADS, CONFIG, OVERRIDE...]  reads the corpus of a config and makes its trainer; -> sizes
//   ["batches", "bucketed"|"random", COUNT, FILE]  takes the first batches of an epoch, or random ones, and
//                                       writes them (encoded_batches.h); -> their reviews, tokens, types
//   ["save", FILE]                      writes the weights as a model file
//   ["steps", BEGIN, END]               trains on those of the batches; -> seconds, useful tokens, losses
//   ["texts", FOLDER]                   writes train.txt and valid.txt, a line LABEL<TAB>TEXT for each review

#include <iostream>
#include <optional>
#include <unordered_set>

#include "benchmark/command_loop.h"
#include "benchmark/encoded_batches.h"
#include "core/concat.h"
#include "core/cpu_features.h"
#include "core/error.h"
#include "core/files.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "core/random.h"
#include "data/record_reader.h"
#include "model/model_file.h"
#include "training/backend_threads.h"
#include "training/starting_values.h"
#include "training/train_plan.h"
#include "training/trainer.h"

namespace sentiment {
namespace {

/// A review on one line: whatever would end it or start a column is a space.
std::string one_line(std::string text) {
  for (char& byte : text) {
    if (byte == '\n' || byte == '\r' || byte == '\t') byte = ' ';
  }
  return text;
}

class TrainingWorker {
 public:
  Json train(const Arguments& arguments);
  Json choose_batches(const Arguments& arguments);
  Json save(const Arguments& arguments) const;
  Json steps(const Arguments& arguments);
  Json texts(const Arguments& arguments) const;

 private:
  std::vector<std::vector<int64_t>> all_batches(const std::string& order) const;

  std::optional<ExperimentConfig> config_;
  Corpus corpus_;
  std::optional<Trainer> trainer_;
  std::vector<std::vector<int64_t>> batches_;
};

Json TrainingWorker::train(const Arguments& arguments) {
  trainer_.reset();
  config_ = load_experiment(arguments.text(1), arguments.rest(2));
  corpus_ = read_corpus(config_->data, config_->tokenizer, config_->vocabulary,
                        static_cast<uint64_t>(config_->seed));
  const Parameters initial = starting_values(*config_, corpus_);
  trainer_.emplace(*config_, corpus_, initial, at::Device(config_->trainer.device),
                   start_threads(config_->trainer, static_cast<int>(arguments.number(0))));
  return {{"reviews", corpus_.train.examples.size()}, {"tokens", corpus_.train.kept_tokens},
          {"vocabulary", corpus_.vocabulary.size()},  {"parameters", parameter_count(initial)},
          {"batches", trainer_->steps_per_epoch()},   {"instruction_set", name_of(instruction_set())}};
}

std::vector<std::vector<int64_t>> TrainingWorker::all_batches(const std::string& order) const {
  const Dataset& examples = corpus_.train.examples;
  const auto seed = static_cast<uint64_t>(config_->seed);
  const int64_t size = config_->trainer.batch_size;
  if (order == "bucketed") return BatchSampler(examples.lengths(), size, seed).batches(0);
  if (order != "random") throw Error(concat("expected bucketed or random, found ", quote(order)));
  // Equal lengths leave nothing to sort by, so the sampler only shuffles.
  return BatchSampler(std::vector<int64_t>(examples.size(), 1), size, seed).batches(0);
}

Json TrainingWorker::choose_batches(const Arguments& arguments) {
  batches_ = all_batches(arguments.text(0));
  batches_.resize(std::min(batches_.size(), static_cast<std::size_t>(arguments.number(1))));
  write_batches(arguments.text(2), corpus_.train.examples, batches_);
  int64_t reviews = 0;
  int64_t tokens = 0;
  for (const std::vector<int64_t>& rows : batches_) {
    reviews += static_cast<int64_t>(rows.size());
    for (const int64_t row : rows) {
      tokens += static_cast<int64_t>(corpus_.train.examples.ids(static_cast<std::size_t>(row)).size());
    }
  }
  return {{"batches", batches_.size()},
          {"reviews", reviews},
          {"tokens", tokens},
          {"types", distinct_tokens(corpus_.train.examples, batches_)}};
}

Json TrainingWorker::save(const Arguments& arguments) const {
  write_model(arguments.text(0), {.config = config_->model,
                                  .tokenizer = config_->tokenizer,
                                  .vocabulary = corpus_.vocabulary,
                                  .labels = corpus_.labels,
                                  .text_column = config_->data.rows.text_column,
                                  .label_column = config_->data.rows.label_column,
                                  .parameters = trainer_->kept_network().values()});
  return {{"file", arguments.text(0)}};
}

Json TrainingWorker::steps(const Arguments& arguments) {
  const auto begin = static_cast<std::size_t>(arguments.number(0));
  const auto end = static_cast<std::size_t>(arguments.number(1));
  int64_t tokens = 0;
  std::vector<double> losses;
  const Stopwatch watch;
  for (std::size_t i = begin; i < end; ++i) {
    const StepReport report = trainer_->train_step(batches_.at(i));
    tokens += report.tokens;
    losses.push_back(report.loss);
  }
  const double seconds = watch.seconds();
  return {{"seconds", seconds}, {"tokens", tokens}, {"losses", losses}};
}

Json TrainingWorker::texts(const Arguments& arguments) const {
  std::unordered_set<std::string> validation;
  for (std::size_t row = 0; row < corpus_.valid.examples.size(); ++row)
    validation.insert(corpus_.valid.examples.place(row));
  const auto reader = open_records(config_->data.train, config_->data.rows, Wanted::kTextAndLabel);
  std::string train;
  std::string valid;
  for (Record record; reader->next(record);) {
    const bool known =
        std::find(corpus_.labels.begin(), corpus_.labels.end(), record.label) != corpus_.labels.end();
    if (!known) continue;
    std::string& part = validation.contains(record.place) ? valid : train;
    part += concat(record.label, "\t", one_line(record.text), "\n");
  }
  const std::filesystem::path folder = arguments.text(0);
  replace_file(folder / "train.txt", train);
  replace_file(folder / "valid.txt", valid);
  return {{"folder", arguments.text(0)}};
}

}  // namespace
}  // namespace sentiment

int main() {
  sentiment::keep_freed_memory();
  sentiment::set_log_level(sentiment::LogLevel::kQuiet);
  sentiment::TrainingWorker worker;
  sentiment::serve({{"train", [&](const auto& arguments) { return worker.train(arguments); }},
                    {"batches", [&](const auto& arguments) { return worker.choose_batches(arguments); }},
                    {"save", [&](const auto& arguments) { return worker.save(arguments); }},
                    {"steps", [&](const auto& arguments) { return worker.steps(arguments); }},
                    {"texts", [&](const auto& arguments) { return worker.texts(arguments); }}},
                   std::cin, std::cout);
}
