// Networks of many shapes, and texts for them.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "core/random.h"
#include "model/model_config.h"
#include "text/vocabulary.h"

namespace sentiment {

constexpr int64_t kVocabulary = 40;

/// Every cell, pooling and number of directions; one layer, two, and two with residual.
template <class Body>
void for_each_shape(const Body& body, int64_t embedding_size = 6, int64_t hidden_size = 19) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    for (const Pooling pooling : {Pooling::kLast, Pooling::kMean, Pooling::kMax, Pooling::kMaxMean,
                                  Pooling::kLastMaxMean, Pooling::kAttention}) {
      for (const bool both : {false, true}) {
        for (const int64_t layers : {1, 2, 3}) {
          ModelConfig config;
          config.type = type;
          config.embedding_size = embedding_size;
          config.hidden_size = hidden_size;
          config.layers = std::min<int64_t>(layers, 2);
          config.bidirectional = both;
          config.residual = layers == 3;
          config.pooling = pooling;
          SCOPED_TRACE(testing::Message() << name_of(type) << ", pooling " << static_cast<int>(pooling)
                                          << ", " << (both ? "both ways, " : "") << layers << " layers");
          body(config);
        }
      }
    }
  }
}

/// Texts of these lengths, every type somewhere.
inline std::vector<std::vector<TokenId>> some_ids(const std::vector<int64_t>& lengths) {
  const RandomStream stream(3, RandomUse::kInitialWeights, {1});
  std::vector<std::vector<TokenId>> texts;
  uint64_t drawn = 0;
  for (const int64_t length : lengths) {
    texts.emplace_back();
    for (int64_t i = 0; i < length; ++i)
      texts.back().push_back(static_cast<TokenId>(stream.uniform(drawn++) * kVocabulary));
  }
  return texts;
}

}  // namespace sentiment
