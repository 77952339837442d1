// Whether a run learned too little, enough, or its training texts by heart.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sentiment {

struct EpochFigures {
  int64_t epoch;
  double training_loss;  // mean over the epoch, in nats
  double valid_loss;
  double valid_accuracy;
};

/// One or two sentences, or none without an epoch; `kept` is the epoch whose model was kept. The training
/// loss is measured with dropout and while weights change, so it is compared with itself alone and not with
/// the validation loss.
std::string fit_verdict(const std::vector<EpochFigures>& epochs, int64_t kept);

}  // namespace sentiment
