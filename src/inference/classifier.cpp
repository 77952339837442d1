#include "inference/classifier.h"

#include <algorithm>
#include <utility>

#include "inference/batch_reader.h"
#include "text/encoder.h"

namespace sentiment {
namespace {

// Of texts that are encoded before they are read, so that memory does not grow with their number.
constexpr std::size_t kTextsPerRound = 4096;
constexpr std::size_t kBytesPerRound = std::size_t{16} << 20;
constexpr std::size_t kTextsPerTask = 16;

/// How many of the first texts make a round.
std::size_t round_of(std::span<const std::string> texts) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  while (count < std::min(texts.size(), kTextsPerRound) && (count == 0 || bytes < kBytesPerRound))
    bytes += texts[count++].size();
  return count;
}

}  // namespace

struct Classifier::Parts {
  explicit Parts(Model loaded)
      : model(std::move(loaded)),
        task{model.labels, model.text_column, model.label_column},
        tokenizer(model.tokenizer),
        encoder(tokenizer, model.vocabulary),
        network(model.config, std::exchange(model.parameters, {})),
        reader(network) {}

  std::vector<EncodedText> encode(std::span<const std::string> texts, ThreadPool& pool) const {
    std::vector<EncodedText> encoded(texts.size());
    pool.run((texts.size() + kTextsPerTask - 1) / kTextsPerTask, [&](std::size_t task) {
      const std::size_t end = std::min((task + 1) * kTextsPerTask, texts.size());
      for (std::size_t i = task * kTextsPerTask; i < end; ++i) encoded[i] = encoder.encode(texts[i]);
    });
    return encoded;
  }

  Model model;
  const Task task;
  const Tokenizer tokenizer;
  const Encoder encoder;
  const PackedNetwork network;
  BatchReader reader;
};

Classifier::Classifier(Model model) : parts_(std::make_unique<Parts>(std::move(model))) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;

Prediction Classifier::classify(std::string_view text) const {
  const EncodedText encoded = parts_->encoder.encode(text);
  return prediction_of(encoded, parts_->reader.read(encoded.ids));
}

std::vector<Prediction> Classifier::classify(std::span<const std::string> texts, ThreadPool& pool) const {
  std::vector<Prediction> predictions;
  predictions.reserve(texts.size());
  while (!texts.empty()) {
    const std::vector<EncodedText> encoded = parts_->encode(texts.first(round_of(texts)), pool);
    std::vector<TokenIds> ids;
    for (const EncodedText& text : encoded) ids.emplace_back(text.ids);
    std::vector<Probabilities> probabilities = parts_->reader.read(ids, pool);
    for (std::size_t i = 0; i < encoded.size(); ++i)
      predictions.push_back(prediction_of(encoded[i], std::move(probabilities[i])));
    texts = texts.subspan(encoded.size());
  }
  return predictions;
}

std::vector<Probabilities> Classifier::classify_ids(std::span<const TokenIds> texts, ThreadPool& pool) const {
  return parts_->reader.read(texts, pool);
}

const Task& Classifier::task() const { return parts_->task; }

const Model& Classifier::model() const { return parts_->model; }

}  // namespace sentiment
