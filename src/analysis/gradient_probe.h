// Measures how far gradients reach through a network's recurrent layers: d(u . h_T) / d h_t for a fixed
// random unit vector u, one layer and one direction at a time, so that neither pooling, nor the loss, nor
// another layer blurs the curve. For the LSTM the cell c_t is held, so the norm is that of what the hidden
// state says (Pascanu et al. 2013; Hochreiter and Schmidhuber 1997 for the error that the cell carries).
//
// In double precision through our own kernels, on the CPU, wherever the network is trained: the vanishing
// curve of a vanilla network leaves the range of a float within a hundred tokens.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/gradient_flow.h"
#include "core/thread_pool.h"
#include "data/dataset.h"
#include "kernels/group_backward.h"
#include "model/parameters.h"

namespace sentiment {

/// Row numbers of at most `count` texts, spread evenly over the longest quarter of those that have two tokens
/// (or over more where that is fewer than `count`): short texts say nothing of large distances.
std::vector<int64_t> probe_rows(const std::vector<int64_t>& lengths, int64_t count);

/// A curve for each layer and direction, the forward one first; epoch is left 0. Without dropout. `reach` is
/// that of training: beyond it the norms are exactly zero; with windows a text is read up to the end of its
/// last whole one, as the loss there has the longest way back. Empty if `rows` is.
std::vector<GradientFlow> measure_gradient_flow(const ModelConfig& config, const Parameters& parameters,
                                                const Dataset& data, const std::vector<int64_t>& rows,
                                                const GradientReach& reach, ThreadPool& pool);

}  // namespace sentiment
