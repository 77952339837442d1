#include "inference/classifier.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "inference/packed_network.h"
#include "text/encoder.h"

namespace sentiment {
namespace {

/// Workspaces that calls borrow, so that each thread has its own and none is built twice.
class Workspaces {
 public:
  std::unique_ptr<PackedNetwork::Workspace> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<PackedNetwork::Workspace>();
    std::unique_ptr<PackedNetwork::Workspace> workspace = std::move(idle_.back());
    idle_.pop_back();
    return workspace;
  }

  void give_back(std::unique_ptr<PackedNetwork::Workspace> workspace) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(workspace));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<PackedNetwork::Workspace>> idle_;
};

}  // namespace

struct Classifier::Parts {
  explicit Parts(Model loaded)
      : model(std::move(loaded)),
        tokenizer(model.tokenizer),
        encoder(tokenizer, model.vocabulary),
        network(model.config, model.parameters) {}

  const Model model;
  const Tokenizer tokenizer;
  const Encoder encoder;
  const PackedNetwork network;
  Workspaces workspaces;
};

Classifier::Classifier(Model model) : parts_(std::make_unique<Parts>(std::move(model))) {}
Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;

Prediction Classifier::classify(std::string_view text) const {
  const EncodedText encoded = parts_->encoder.encode(text);
  std::unique_ptr<PackedNetwork::Workspace> workspace = parts_->workspaces.take();
  Prediction prediction;
  prediction.probabilities = parts_->network.probabilities(encoded.ids, *workspace);
  parts_->workspaces.give_back(std::move(workspace));
  const auto best = std::max_element(prediction.probabilities.begin(), prediction.probabilities.end());
  prediction.label = static_cast<int32_t>(best - prediction.probabilities.begin());
  prediction.tokens = encoded.tokens;
  prediction.unknown = encoded.unknown;
  prediction.read = static_cast<int64_t>(encoded.ids.size());
  prediction.truncated = encoded.truncated();
  return prediction;
}

std::vector<Prediction> Classifier::classify(const std::vector<std::string>& texts, ThreadPool& pool) const {
  std::vector<Prediction> predictions(texts.size());
  pool.run(texts.size(), [&](std::size_t i) { predictions[i] = classify(texts[i]); });
  return predictions;
}

const Model& Classifier::model() const { return parts_->model; }

}  // namespace sentiment
