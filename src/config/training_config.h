// Settings of the training loop. They live above libtorch because `check` and `init` need them without it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/settings.h"

namespace sentiment {

enum class OptimizerType { kSgd, kAdam, kAdamW };

struct OptimizerConfig {
  OptimizerType type = OptimizerType::kAdam;
  double learning_rate = 0.002;  // the peak of the schedule
  double weight_decay = 0.0;     // sgd and adam: L2 penalty in the gradient; adamw: decoupled
  double momentum = 0.9;         // sgd
  double beta1 = 0.9;            // adam, adamw: decay of the gradient's mean
  double beta2 = 0.999;          // adam, adamw: decay of the gradient's square
  double epsilon = 1e-8;         // adam, adamw (Kingma and Ba 2015, section 2)
};

enum class ScheduleType { kConstant, kStep, kCosine, kOneCycle, kPlateau, kSlantedTriangular };

struct ScheduleConfig {
  ScheduleType type = ScheduleType::kOneCycle;
  double warmup_fraction = 0.1;  // share of all steps over which the rate rises
  int64_t step_epochs = 1;       // step: epochs between two cuts
  double factor = 0.5;           // step, plateau: what a cut multiplies the rate by
  int64_t patience = 1;          // plateau: validations without improvement before a cut
};

enum class BpttLoss { kFinal, kChunks };

struct BpttConfig {
  std::optional<int64_t> window;  // tokens the gradient travels back; none: all
  BpttLoss loss = BpttLoss::kFinal;
};

/// Miyato et al. 2017; training/adversarial.h says what is done.
struct AdversarialConfig {
  std::optional<double> epsilon;  // length of the perturbation of a text's embeddings; none: no such loss
};

/// Miyato et al. 2017, section 3; training/virtual_adversarial.h says what is done.
struct VirtualAdversarialConfig {
  std::optional<double> epsilon;  // length of the perturbation of a text's embeddings; none: no such loss
  double weight = 1.0;            // of this loss beside that of the labels
};

enum class ClassWeights { kNone, kBalanced };
enum class ValidationMetric { kAccuracy, kMacroF1, kLoss };

enum class Backend { kAuto, kFused, kTorch };

struct TrainerConfig {
  int64_t epochs = 5;
  int64_t batch_size = 32;
  OptimizerConfig optimizer;
  ScheduleConfig schedule;
  double layer_rate_decay = 1.0;          // what each layer down multiplies the learning rate by
  std::optional<double> unfreeze_epochs;  // epochs after which one more layer is trained; none: all at once
  std::optional<double> clip_value;       // cut each gradient element to +-value
  std::optional<double> clip_norm = 1.0;  // scale the global L2 norm of the gradient down to this
  BpttConfig bptt;
  AdversarialConfig adversarial;
  VirtualAdversarialConfig virtual_adversarial;
  ClassWeights class_weights = ClassWeights::kNone;
  double label_smoothing = 0.0;
  std::optional<double> ema = 0.998;  // decay of the averaged weights that are validated and kept
  std::optional<int64_t> patience;    // epochs without improvement before stopping
  int64_t divergence_retries = 2;     // times to go back to the last epoch's end and halve the learning rate
  ValidationMetric validation_metric = ValidationMetric::kAccuracy;
  int64_t log_every_steps = 50;
  bool diagnostics = true;     // look at the gradients and at a loss that stays where guessing leaves it
  bool tensorboard = true;     // write the events for TensorBoard as well
  bool report = true;          // write report.html at the end
  std::string device = "cpu";  // cpu, cuda or cuda:N
  Backend backend = Backend::kAuto;

  std::vector<SettingProblem> problems() const;
  /// Whether recurrent layers run through our own kernels rather than libtorch's.
  bool fused() const { return backend == Backend::kFused || (backend == Backend::kAuto && device == "cpu"); }
};

void visit_settings(TrainerConfig& config, SettingsVisitor& visit);

struct CheckpointConfig {
  std::optional<int64_t> every_steps;  // besides the end of each epoch
  int64_t keep = 2;                    // newest checkpoints kept
};

void visit_settings(CheckpointConfig& config, SettingsVisitor& visit);

/// Whether the metric is better when it is larger.
bool larger_is_better(ValidationMetric metric);
const char* name_of(ValidationMetric metric);

}  // namespace sentiment
