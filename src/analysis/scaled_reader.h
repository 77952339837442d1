// Reads a text many times over, the embeddings of its tokens scaled differently each time, and says how its
// score changes with each scale: the gradients that attributions are made of.
//
// A scaled embedding only scales what the first layer's input weights make of it. So these weights are
// multiplied once for a text, and never on the way back: the derivative by a token's scale is the gradient of
// what the first layer was given for it, times what its embedding adds to that.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "analysis/pooled_score.h"
#include "core/cpu_features.h"
#include "core/object_pool.h"
#include "core/thread_pool.h"
#include "inference/token_rows.h"
#include "kernels/group_backward.h"

namespace sentiment {

/// A text's score under some scales.
struct ScaledScore {
  double score = 0.0;
  std::vector<double> slopes;  // [tokens] derivative of the score by each token's scale
};

/// Thread-safe. Real is float in use, double in checks of the gradient.
template <class Real>
class ScaledReader {
 public:
  /// Borrows the parameters, which have the shapes of `config`.
  ScaledReader(const ModelConfig& config, const Parameters& parameters,
               InstructionSet set = instruction_set());

  /// What is computed once for a text.
  struct Text {
    std::vector<int32_t> rows;  // [tokens] each token's
    AlignedArray<Real> added;   // [types, D * N] what its embedding adds to the first layer's gates
    AlignedArray<Real> start;   // [D * N] what they have without an embedding
  };
  Text prepare(TokenIds text) const;

  /// The text under each of the scales, which are [points, tokens]; the same bits for any number of threads.
  std::vector<ScaledScore> read(const Text& text, const FeatureWeights& score,
                                const std::vector<std::vector<double>>& scales, ThreadPool& pool) const;

 private:
  using Layer = std::vector<PackedCell<Real>>;  // a cell for each direction

  struct Workspace {
    std::vector<std::vector<KeptSteps<Real>>> kept;  // [layers][directions]
    AlignedArray<Real> projected;                    // [tokens, D * N]
    std::vector<const Real*> projected_of_token;
    AlignedArray<Real> states;  // [tokens, S] of the layer that is read
    AlignedArray<Real> inputs;  // [tokens, S] of the layer below; backward the gradient of what it gave
    AlignedArray<Real> gradient;
    ReadingScratch<Real> reading;
    GradientScratch<Real> backward;
  };

  int64_t D() const { return static_cast<int64_t>(layers_.front().size()); }
  int64_t gates_size() const { return D() * layers_.front().front().N(); }
  int64_t points_at_once(int64_t tokens) const;
  void read_some(const Text& text, const FeatureWeights& score, const std::vector<double>* scales,
                 int64_t points, Workspace& work, ScaledScore* results) const;
  void forward(const Text& text, const std::vector<double>* scales, const StepOrder& order,
               Workspace& work) const;
  void scale(const Text& text, const std::vector<double>* scales, int64_t points, Workspace& work) const;
  void project(const Layer& layer, int64_t tokens, Workspace& work) const;
  void backward(const StepOrder& order, Workspace& work) const;
  void gradient_of_inputs(std::size_t layer, const StepOrder& order, Workspace& work) const;
  void slopes(const Text& text, const StepOrder& order, const Workspace& work, ScaledScore* results) const;

  ModelConfig config_;
  const std::vector<float>& embedding_;  // [vocabulary, E]
  std::vector<Layer> layers_;
  PooledScore<Real> pooled_score_;
  mutable ObjectPool<Workspace> workspaces_;
};

}  // namespace sentiment
