// The arithmetic of a few dozen neighbouring words: what their windows say of the vectors.
//
// Skip-gram with negative sampling (Mikolov et al. 2013) takes a pair of words and some noise words at a
// time: a dot product and two sums for each. Here the windows of 32 words that follow each other share 32
// noise words, so that all of it is three small products of matrices, which run several times as fast (Ji et
// al. 2016, "Parallelizing Word2Vec in Shared and Distributed Memory", who share them within a window).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "embedding/noise_words.h"
#include "embedding/word_stream.h"
#include "embedding/word_tables.h"
#include "kernels/aligned_array.h"
#include "kernels/cell_kernels.h"

namespace sentiment {

struct WindowRule {
  int64_t window;     // the largest; each word draws its own from 1 to this
  int64_t negatives;  // how much noise weighs against a pair
  float learning_rate;
};

/// What is to be added to rows of a table.
struct RowChanges {
  std::vector<TokenId> words;   // [changes] whose rows; some of them more than once
  std::vector<float> weights;   // [changes] how many pairs, noise included, a change is the sum over
  AlignedArray<float> changes;  // [changes, stride]
};

class WindowGroup {
 public:
  static constexpr int64_t kCenters = 32;
  static constexpr int64_t kNoise = 32;

  /// `stride` is that of the tables, `window` the largest.
  WindowGroup(int64_t stride, int64_t window, const CellKernels<float>& kernels);

  /// Bytes that one holds.
  static double bytes(int64_t stride, int64_t window);

  /// What the windows of the words [first, first + kCenters) of `batch` change. `tables` are read only.
  void compute(const WordTables& tables, const WordBatch& batch, int64_t first, const NoiseWords& noise,
               const WindowRule& rule, uint64_t seed, uint64_t number);

  const RowChanges& inputs() const { return inputs_; }
  const RowChanges& outputs() const { return outputs_; }

  double loss() const { return loss_; }  // sum over the pairs, noise included, in nats
  int64_t pairs() const { return pairs_; }

 private:
  void gather(const WordTables& tables);
  void score();
  void weigh_pairs(const WordBatch& batch, int64_t begin, int64_t first, float rate);
  void weigh_noise(const WindowRule& rule);
  void multiply_changes();

  const CellKernels<float>& kernels_;
  std::size_t stride_;
  int64_t columns_;                      // of scores: inputs, rounded up
  RowChanges inputs_;                    // of the words in some window
  RowChanges outputs_;                   // of the centers and then of the noise
  std::vector<int64_t> radii_;           // [centers]
  std::vector<int64_t> pairs_of_input_;  // [inputs]
  AlignedArray<float> rows_by_feature_;  // [stride, columns] the inputs, in panels
  AlignedArray<float> input_rows_;       // [columns, stride] in panels
  AlignedArray<float> output_rows_;      // [outputs, stride]
  AlignedArray<float> scores_;           // [outputs, columns]; then the factors of the changes
  double loss_ = 0.0;
  int64_t pairs_ = 0;
};

}  // namespace sentiment
