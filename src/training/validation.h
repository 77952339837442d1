// One pass over labelled data without gradients.
#pragma once

#include <cstdint>

#include "config/training_config.h"
#include "data/dataset.h"
#include "metrics/classification_report.h"
#include "nn/network.h"

namespace sentiment {

struct Validation {
  double loss = 0.0;  // mean negative log-likelihood, nats, without smoothing or class weights
  ConfusionMatrix confusion;
  double accuracy() const;
  double value_of(ValidationMetric metric) const;
};

/// Runs the network over `data` in batches of similar length; data must not be empty.
Validation validate(const Network& network, const Dataset& data, int64_t classes);

}  // namespace sentiment
