// Models of a few words to make bundles of.
#pragma once

#include <string>

#include "baselines/ngram_baseline.h"
#include "inference/bundle.h"
#include "support/temporary_folder.h"

namespace sentiment {

/// Untrained: its answers differ from those of another seed.
inline Model untrained_model(uint64_t seed, ModelConfig config = {.embedding_size = 3, .hidden_size = 2},
                             std::vector<std::string> labels = {"neg", "pos"}) {
  Model model;
  model.config = config;
  model.vocabulary = Vocabulary({"good", "bad", "not"});
  model.labels = std::move(labels);
  model.parameters = initial_parameters(config, 5, static_cast<int64_t>(model.labels.size()), seed);
  for (NamedTensor& tensor : model.parameters) {
    for (float& value : tensor.values) value *= 4.0F;  // so that answers are not all alike
  }
  return model;
}

/// Has learnt that "good" is the last label and "bad" the first.
inline std::string baseline_bytes(const Model& model) {
  Dataset train;
  const auto last = static_cast<int32_t>(model.labels.size() - 1);
  for (int i = 0; i < 3; ++i) {
    train.add(std::vector<TokenId>{model.vocabulary.id("good")}, last, "here");
    train.add(std::vector<TokenId>{model.vocabulary.id("bad")}, 0, "here");
  }
  ThreadPool pool(1);
  const TemporaryFolder folder;
  NgramBaseline::fit(train, model.labels.size(), {}, 1, pool)
      .write(folder.path() / "baseline.safetensors", model.labels, model.vocabulary);
  return folder.read("baseline.safetensors");
}

/// Two networks of different shapes and an n-gram model.
struct BundledFiles {
  Model first = untrained_model(1);
  Model second = untrained_model(
      2, {.type = RecurrentType::kGru, .embedding_size = 2, .hidden_size = 3, .bidirectional = false});
  std::string first_bytes = to_model_bytes(first);
  std::string second_bytes = to_model_bytes(second);
  std::string baseline = baseline_bytes(first);

  std::vector<MemberFile> members() const {
    return {{0.5, first_bytes, {}}, {0.3, second_bytes, {}}, {0.2, first_bytes, baseline}};
  }
  std::string bytes() const { return to_bundle_bytes(members()); }
};

inline Bundle bundle_of(const std::string& bytes) {
  return read_bundle(SafetensorsSource(bytes, "b.safetensors"));
}

}  // namespace sentiment
