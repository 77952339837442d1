// Between a trainer and a checkpoint, and what a resumed run must have in common with the one it continues.
#pragma once

#include "checkpoint/checkpoint.h"
#include "json/strict_json.h"
#include "training/provenance.h"
#include "training/trainer.h"

namespace sentiment {

/// The trainer's state as a checkpoint; `model` gives everything but the parameters.
Checkpoint make_checkpoint(const Trainer& trainer, Model model, const RunOrigin& origin);

/// What state.json holds.
struct SavedState {
  Progress progress;
  Json data;         // hash of each part
  Json environment;  // as environment_of
};

/// Throws FormatError if it is not what make_checkpoint writes, or of another step.
SavedState saved_state(const Checkpoint& checkpoint);
/// The same of a state.json, from a checkpoint of this step.
SavedState saved_state(const Json& state, int64_t step);

/// Puts a checkpoint's state into a new trainer of the same config. Throws FormatError if the tensors are not
/// its own, all of them and no others, or hold NaN.
void restore_trainer(Trainer& trainer, const Checkpoint& checkpoint);

/// Throws FormatError if a checkpoint's network, tokenizer, labels or vocabulary are not the run's.
void expect_same_model(const Model& before, const Model& now);

/// Throws ConfigError naming every setting that differs, but for those that do not touch the numbers (how
/// often to log and save) and the paths of the data, whose content is compared instead.
void expect_same_config(const Json& before, const Json& now);

/// The same for another kind of config, whose settings have these defaults.
void expect_same_config(const Json& before, const Json& defaults, const Json& now);

/// Throws DataError if a part has changed, or the pretrained file. The test part may be new or gone: nothing
/// is trained by it.
void expect_same_data(const Json& before, const Json& now);

/// Warns of each difference that will show in the last bits of the result.
void warn_of_other_environment(const Json& before, const Json& now);

}  // namespace sentiment
