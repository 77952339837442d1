// Batch normalisation in front of the linear layers of a head (Ioffe and Szegedy 2015). After training it is
// itself linear, so a model that answers does without it.
#pragma once

#include <string_view>

#include "model/model_config.h"
#include "model/parameters.h"

namespace sentiment {

inline constexpr double kBatchNormEpsilon = 1e-5;  // added to the variance, as in torch.nn.BatchNorm1d

/// Whether a parameter is a mean or variance of batches that were seen, which no gradient trains.
bool is_running_statistic(std::string_view parameter);

/// Multiplies each normalisation into the linear layer that reads what it gives: `config` is then one without
/// head_batch_norm, and `parameters` have its shapes. The answers stay the same but for rounding.
void fold_batch_norm(ModelConfig& config, Parameters& parameters);

}  // namespace sentiment
