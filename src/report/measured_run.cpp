#include "report/measured_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "checkpoint/run_directory.h"
#include "core/error.h"
#include "inference/classifier.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxMeasured =
    100'000;  // examples of a part: what is asked of them, these answer as well

/// All rows, or evenly spaced ones of a part too large to be classified while somebody waits.
std::vector<std::size_t> rows_to_measure(std::size_t size) {
  const std::size_t stride = (size + kMaxMeasured - 1) / kMaxMeasured;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < size; row += stride) rows.push_back(row);
  return rows;
}

MeasuredPart measure(const Classifier& classifier, const CorpusPart& part, ThreadPool& pool) {
  MeasuredPart measured;
  measured.rows = rows_to_measure(part.examples.size());
  std::vector<TokenIds> texts;
  texts.reserve(measured.size());
  for (const std::size_t row : measured.rows) texts.push_back(part.examples.ids(row));
  measured.probabilities = classifier.classify_ids(texts, pool);
  return measured;
}

/// Why the data is not what the run was trained on; empty if it is.
std::string difference(const RunRecord& record, const Corpus& corpus, const Model& model) {
  const std::pair<const char*, const CorpusPart*> parts[] = {{"train", &corpus.train},
                                                             {"valid", &corpus.valid}};
  for (const auto& [name, part] : parts) {
    const std::optional<std::string> hash = text_in(record.meta, {"data", name});
    if (!hash) return fmt::format("meta.json does not say which {} data the run had.", name);
    if (*hash != part->hash) return fmt::format("The {} data has changed since the run.", name);
  }
  if (corpus.labels != model.labels || corpus.vocabulary.to_bytes() != model.vocabulary.to_bytes())
    return "The data no longer gives the labels and the vocabulary of the model.";
  return "";
}

}  // namespace

std::size_t MeasuredPart::predicted(std::size_t i) const {
  const std::vector<double>& row = probabilities[i];
  return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

ConfusionMatrix confusion_of(const MeasuredRun& run, const MeasuredPart& measured, const CorpusPart& part) {
  ConfusionMatrix confusion(run.corpus.labels.size());
  for (std::size_t i = 0; i < measured.size(); ++i)
    confusion.add(static_cast<std::size_t>(part.examples.label(measured.rows[i])), measured.predicted(i));
  return confusion;
}

std::variant<MeasuredRun, NotMeasured> measure_run(const RunRecord& record, ThreadPool& pool) {
  if (!record.config) return NotMeasured{"The run's config cannot be read, so its data cannot be found."};
  const ExperimentConfig& config = *record.config;
  try {
    MeasuredRun run;
    run.model = read_model(RunDirectory(record.folder).model());
    run.corpus = read_corpus(config.data, config.tokenizer, config.vocabulary,
                             static_cast<uint64_t>(config.seed), Texts::kKeep);
    if (const std::string reason = difference(record, run.corpus, run.model); !reason.empty())
      return NotMeasured{reason};
    const Classifier classifier(run.model);
    run.train = measure(classifier, run.corpus.train, pool);
    run.valid = measure(classifier, run.corpus.valid, pool);
    return run;
  } catch (const Error& error) {
    return NotMeasured{
        fmt::format("The model and the data it was trained on cannot both be read: {}.", error.what())};
  }
}

}  // namespace sentiment
