// A pretrained language model that reads texts token by token and says what may come next.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/cpu_features.h"
#include "core/thread_pool.h"
#include "kernels/packed_cell.h"
#include "kernels/packed_matrix.h"
#include "model/pretrained_file.h"

namespace sentiment {

/// What a language model remembers of some texts that are read side by side.
class ReadingState {
 public:
  int64_t texts() const { return texts_; }

  /// Lets text `to` of this state go on from where text `from` of another is.
  void copy(int64_t to, const ReadingState& other, int64_t from);

 private:
  friend class LanguageModel;

  struct Layer {
    int64_t row_size;
    AlignedArray<float> hidden[2];  // [texts, row_size], the newest in hidden[newest]
    AlignedArray<float> cell;       // the same, of an LSTM
    int newest = 0;
  };

  int64_t texts_ = 0;
  std::vector<Layer> layers_;
  AlignedArray<float> inputs_;     // [texts, features] of a layer
  AlignedArray<float> outputs_;    // [texts, hidden]
  AlignedArray<float> projected_;  // [texts, gates]
  std::vector<const float*> projected_rows_;
  AlignedArray<float> features_;  // [texts, embedding] what is compared with each token
};

class LanguageModel {
 public:
  /// Precondition: a forward language model.
  explicit LanguageModel(PretrainedModel model, InstructionSet set = instruction_set());

  const Vocabulary& vocabulary() const { return vocabulary_; }
  /// Those that may stand in front of a text, the i-th as the token Vocabulary::label_id(i).
  const std::vector<std::string>& labels() const { return labels_; }
  const TokenizerConfig& tokenizer() const { return tokenizer_; }

  /// Of so many texts before their first token.
  ReadingState begin(int64_t texts) const;

  /// Reads one token of each text.
  void read(std::span<const TokenId> tokens, ReadingState& state) const;

  /// How far rows of logits lie apart: at least vocabulary().size().
  int64_t logits_stride() const { return embedding_.columns(); }

  /// The logits of each text's next token, the same bits for any number of texts and threads.
  ///
  /// out  [texts, logits_stride()], of which the first vocabulary().size() count
  void logits(ReadingState& state, ThreadPool& pool, float* out) const;

 private:
  void step(const PackedCell<float>& cell, ReadingState& state, ReadingState::Layer& layer) const;

  Vocabulary vocabulary_;
  std::vector<std::string> labels_;
  TokenizerConfig tokenizer_;
  PretrainedShape shape_;
  std::vector<PackedCell<float>> cells_;
  std::vector<PackedMatrix> projection_;  // one if states are projected, else none
  PackedMatrix embedding_;                // with the output's bias
};

}  // namespace sentiment
