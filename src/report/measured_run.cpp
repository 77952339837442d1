#include "report/measured_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "baselines/ngram_baseline.h"
#include "checkpoint/run_directory.h"
#include "core/error.h"
#include "inference/classifier.h"
#include "report/validation_part.h"

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

/// The same from the texts, and the figures that need them.
MeasuredPart measure_with_figures(const Classifier& classifier, const CorpusPart& part, ThreadPool& pool,
                                  EvaluationFigures& figures) {
  MeasuredPart measured;
  measured.rows = rows_to_measure(part.examples.size());
  std::vector<std::string> texts;
  for (const std::size_t row : measured.rows) texts.push_back(part.texts[row]);
  for (const Prediction& prediction : classifier.classify(texts, pool)) {
    const std::size_t row = measured.rows[measured.probabilities.size()];
    figures.add(static_cast<std::size_t>(part.examples.label(row)), prediction, part.examples.place(row),
                part.texts[row]);
    measured.probabilities.push_back(prediction.probabilities);
  }
  return measured;
}

/// None if the run kept no baseline, or it cannot be read.
std::optional<double> ngram_accuracy(const RunRecord& record, const Corpus& corpus, ThreadPool& pool) {
  try {
    const NgramBaseline baseline =
        NgramBaseline::read(RunDirectory(record.folder).baseline(), corpus.labels, corpus.vocabulary);
    return baseline.accuracy(corpus.valid.examples, pool);
  } catch (const Error&) {
    return std::nullopt;
  }
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

std::variant<MeasuredRun, NotMeasured> measure_run(const RunRecord& record, ThreadPool& pool) {
  if (!record.config) return NotMeasured{"The run's config cannot be read, so its data cannot be found."};
  ExperimentConfig config = *record.config;
  config.data.unlabelled.reset();  // nothing is measured on it
  try {
    if (!can_be_read_again(config.data.train) || !can_be_read_again(config.data.valid) ||
        !can_be_read_again(config.data.test))
      return NotMeasured{"The data came from a pipe, which is read once."};
    Model model = read_model(RunDirectory(record.folder).model());
    Corpus corpus =
        read_corpus(config.data, config.tokenizer, config.vocabulary, static_cast<uint64_t>(config.seed),
                    Texts::kKeep, config.initialize_from ? &model.vocabulary : nullptr);
    if (const std::string reason = difference(record, corpus, model); !reason.empty())
      return NotMeasured{reason};
    const Classifier classifier(model);
    EvaluationFigures figures(corpus.labels.size(), number_in(record.metrics, {"temperature"}));
    MeasuredPart train = measure(classifier, corpus.train, pool);
    MeasuredPart valid = measure_with_figures(classifier, corpus.valid, pool, figures);
    const std::optional<double> ngram = ngram_accuracy(record, corpus, pool);
    return MeasuredRun{std::move(corpus), std::move(model),   std::move(train),
                       std::move(valid),  std::move(figures), ngram};
  } catch (const Error& error) {
    return NotMeasured{
        fmt::format("The model and the data it was trained on cannot both be read: {}.", error.what())};
  }
}

}  // namespace sentiment
