// A loss or gradient that is not finite, and the state that training goes back to.
#pragma once

#include <cstdint>
#include <string>

#include "json/strict_json.h"

namespace sentiment {

struct Divergence {
  int64_t number = 0;   // from 1, of the run
  int64_t step = 0;     // that was not taken, or after which the validation loss was not finite
  int64_t back_to = 0;  // the step whose state training goes on from
  double loss = 0.0;
  double gradient_norm = 0.0;
  double learning_rate = 0.0;  // of that step
  double rate_factor = 1.0;    // what all rates are multiplied by from now on
};

/// The event of metrics.jsonl; its "step" is the one that training went back to, "diverged_at" the other.
Json to_json(const Divergence& divergence);

/// "training diverged at step 31 (loss nan, gradient norm 2.1e+05, learning rate 5.0e-01): back to step 20
/// with half the learning rate, 0.5 of the schedule's from now on (retry 1 of 2)"
std::string describe(const Divergence& divergence, int64_t retries);

/// JSON has no NaN: a number that is not finite becomes a string that says so.
Json finite_or_name(double value);

}  // namespace sentiment
