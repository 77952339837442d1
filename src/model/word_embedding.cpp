#include "model/word_embedding.h"

#include <utility>

#include "model/model_file.h"
#include "model/model_path.h"
#include "model/pretrained_file.h"
#include "model/safetensors_source.h"

namespace sentiment {
namespace {

WordEmbedding embedding_of(Vocabulary vocabulary, const Parameters& parameters) {
  const NamedTensor& tensor = find(parameters, "embedding.weight");
  return {std::move(vocabulary), tensor.shape.at(1), tensor.values};
}

bool is_pretrained(const std::filesystem::path& path) {
  const SafetensorsSource source(model_file_at(path));
  const auto kind = source.header().metadata.find("kind");
  return kind != source.header().metadata.end() && (kind->second == name_of(PretrainedKind::kVectors) ||
                                                    kind->second == name_of(PretrainedKind::kLanguageModel));
}

}  // namespace

WordEmbedding read_word_embedding(const std::filesystem::path& path) {
  if (is_pretrained(path)) {
    PretrainedModel model = read_pretrained(path);
    return embedding_of(std::move(model.vocabulary), model.parameters);
  }
  Model model = read_model(path);
  return embedding_of(std::move(model.vocabulary), model.parameters);
}

}  // namespace sentiment
