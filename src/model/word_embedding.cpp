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

}  // namespace

WordEmbedding read_word_embedding(const std::filesystem::path& path) {
  const SafetensorsSource source(model_file_at(path));
  if (is_pretrained(source)) {
    PretrainedModel model = read_pretrained(source);
    return embedding_of(std::move(model.vocabulary), model.parameters);
  }
  Model model = read_model(source);
  return embedding_of(std::move(model.vocabulary), model.parameters);
}

}  // namespace sentiment
