#include "training/starting_values.h"

#include <algorithm>

#include "core/concat.h"
#include "core/log.h"
#include "core/quote.h"
#include "data/word_vectors.h"

namespace sentiment {

Parameters starting_values(const ExperimentConfig& config, const Corpus& corpus,
                           const PretrainedModel* pretrained) {
  Parameters values =
      initial_parameters(config.model, static_cast<int64_t>(corpus.vocabulary.size()),
                         static_cast<int64_t>(corpus.labels.size()), static_cast<uint64_t>(config.seed));
  if (pretrained != nullptr) {
    put_pretrained(*pretrained, values);
    log_info(concat("starting from ", printable(*config.initialize_from), ": ", describe(*pretrained)));
  }
  if (!config.vocabulary.vectors) return values;
  const int64_t size = config.model.embedding_size;
  const WordVectors vectors = read_word_vectors(*config.vocabulary.vectors, corpus.vocabulary, size);
  for (std::size_t id = 0; id < vectors.found.size(); ++id) {
    if (!vectors.found[id]) continue;
    const auto row = static_cast<std::ptrdiff_t>(id) * size;
    std::copy_n(vectors.rows.begin() + row, size, values.front().values.begin() + row);
  }
  const double of_text = coverage_of(corpus.train.examples, vectors).share();
  log_info(concat("vectors: ", vectors.found_count, " of ",
                  corpus.vocabulary.size() - Vocabulary::kSpecialTokens, " tokens of the vocabulary and ",
                  fixed(100.0 * of_text, 1), " % of the training text have one; read ", describe(vectors)));
  return values;
}

}  // namespace sentiment
