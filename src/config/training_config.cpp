#include "config/training_config.h"

#include <algorithm>

namespace sentiment {
namespace {

void visit_optimizer(OptimizerConfig& config, SettingsVisitor& visit) {
  visit.choice(
      "type", config.type,
      {{"sgd", OptimizerType::kSgd}, {"adam", OptimizerType::kAdam}, {"adamw", OptimizerType::kAdamW}},
      "stochastic gradient descent with momentum, Adam, or Adam with decoupled weight decay");
  visit.number("learning_rate", config.learning_rate, above(0), "step size at the schedule's peak");
  visit.number("weight_decay", config.weight_decay, at_least(0), "pull of the weights towards zero");
  visit.number("momentum", config.momentum, from_below(0, 1), "sgd: share of the last step that is kept");
  visit.number("beta1", config.beta1, from_below(0, 1), "adam, adamw: decay of the gradient's mean");
  visit.number("beta2", config.beta2, from_below(0, 1), "adam, adamw: decay of the gradient's square");
  visit.number("epsilon", config.epsilon, above(0), "adam, adamw: added to the denominator");
}

void visit_schedule(ScheduleConfig& config, SettingsVisitor& visit) {
  visit.choice("type", config.type,
               {{"constant", ScheduleType::kConstant},
                {"step", ScheduleType::kStep},
                {"cosine", ScheduleType::kCosine},
                {"one_cycle", ScheduleType::kOneCycle},
                {"plateau", ScheduleType::kPlateau},
                {"slanted_triangular", ScheduleType::kSlantedTriangular}},
               "how the learning rate moves over the run");
  visit.number("warmup_fraction", config.warmup_fraction, from_below(0, 1),
               "share of all steps over which the rate rises");
  visit.integer("step_epochs", config.step_epochs, at_least(1), "step: epochs between two cuts");
  visit.number("factor", config.factor, inside(0, 1), "step, plateau: what a cut multiplies the rate by");
  visit.integer("patience", config.patience, at_least(0),
                "plateau: validations without improvement before a cut");
}

void visit_bptt(BpttConfig& config, SettingsVisitor& visit) {
  visit.integer("window", config.window, between(1, 100'000),
                "tokens the gradient travels back; null for the whole review");
  visit.choice("loss", config.loss, {{"final", BpttLoss::kFinal}, {"chunks", BpttLoss::kChunks}},
               "one loss at the end of the review, or one at the end of each window");
}

void visit_adversarial(AdversarialConfig& config, SettingsVisitor& visit) {
  visit.number(
      "epsilon", config.epsilon, above(0),
      "length of the perturbation of a review's embeddings, in deviations of an embedding feature; null "
      "for no such loss");
}

void visit_virtual_adversarial(VirtualAdversarialConfig& config, SettingsVisitor& visit) {
  visit.number(
      "epsilon", config.epsilon, above(0),
      "length of the perturbation of a text's embeddings, in deviations of an embedding feature; null "
      "for no such loss");
  visit.number("weight", config.weight, above(0), "of this loss beside that of the labels");
}

bool is_device(const std::string& name) {
  if (name == "cpu" || name == "cuda") return true;
  const std::string digits = name.starts_with("cuda:") ? name.substr(5) : "";
  return !digits.empty() && digits.size() <= 3 &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Reports a setting that differs from its default although nothing reads it.
template <class T>
void expect_default(std::vector<SettingProblem>& found, bool is_read, const T& value, const T& by_default,
                    const char* setting, const char* reader) {
  if (is_read || value == by_default) return;
  found.push_back({setting, std::string("has no effect: only ") + reader + " reads it; leave it out"});
}

}  // namespace

void visit_settings(TrainerConfig& config, SettingsVisitor& visit) {
  visit.integer("epochs", config.epochs, between(1, 1e6), "passes over the training part");
  visit.integer("batch_size", config.batch_size, between(1, 65536), "reviews per step");
  visit.section("optimizer", "how a gradient becomes a step",
                [&](SettingsVisitor& inner) { visit_optimizer(config.optimizer, inner); });
  visit.section("schedule", "the learning rate over the run",
                [&](SettingsVisitor& inner) { visit_schedule(config.schedule, inner); });
  visit.number(
      "layer_rate_decay", config.layer_rate_decay, above_up_to(0, 1),
      "what each layer down from the head multiplies the learning rate by; 1 for the same everywhere");
  visit.number("unfreeze_epochs", config.unfreeze_epochs, above(0),
               "train the head alone at first, and one more layer down each time as many epochs have passed; "
               "null for all layers from the start");
  visit.number("clip_value", config.clip_value, above(0),
               "cut each gradient element to plus or minus this, before clip_norm");
  visit.number("clip_norm", config.clip_norm, above(0), "scale the gradient's global L2 norm down to this");
  visit.section("bptt", "truncated backpropagation through time",
                [&](SettingsVisitor& inner) { visit_bptt(config.bptt, inner); });
  visit.section("adversarial", "a second loss, under the perturbation that harms most (Miyato et al. 2017)",
                [&](SettingsVisitor& inner) { visit_adversarial(config.adversarial, inner); });
  visit.section(
      "virtual_adversarial",
      "a loss without labels: answers that the strongest small perturbation moves (Miyato et al. 2017)",
      [&](SettingsVisitor& inner) { visit_virtual_adversarial(config.virtual_adversarial, inner); });
  visit.choice("class_weights", config.class_weights,
               {{"none", ClassWeights::kNone}, {"balanced", ClassWeights::kBalanced}},
               "weigh the loss of each class by the inverse of its frequency");
  visit.number("label_smoothing", config.label_smoothing, from_below(0, 1),
               "share of the target spread over all classes");
  visit.number("ema", config.ema, inside(0, 1),
               "decay of the averaged weights that are validated and kept; null for none");
  visit.integer("patience", config.patience, at_least(1),
                "epochs without improvement before stopping; null for never");
  visit.integer(
      "divergence_retries", config.divergence_retries, between(0, 100),
      "times to go back to the last epoch's end and halve the learning rate after a loss or gradient "
      "that is not finite; 0 stops at once");
  visit.choice("validation_metric", config.validation_metric,
               {{"accuracy", ValidationMetric::kAccuracy},
                {"macro_f1", ValidationMetric::kMacroF1},
                {"loss", ValidationMetric::kLoss}},
               "what decides which epoch's model is the best");
  visit.integer("log_every_steps", config.log_every_steps, at_least(1), "steps between two lines of the log");
  visit.flag("diagnostics", config.diagnostics,
             "watch gradients by layer and gate, how far back they reach, and a loss that stays at guessing");
  visit.flag("tensorboard", config.tensorboard, "write the events of metrics.jsonl for TensorBoard as well");
  visit.flag("report", config.report, "write report.html, a page about the run, at its end");
  visit.text("device", config.device, "where to train: cpu, cuda or cuda:N");
  visit.choice(
      "backend", config.backend,
      {{"auto", Backend::kAuto}, {"fused", Backend::kFused}, {"torch", Backend::kTorch}},
      "recurrent layers through our own kernels (cpu only), through libtorch's, or auto: ours on the cpu");
}

void visit_settings(CheckpointConfig& config, SettingsVisitor& visit) {
  visit.integer("every_steps", config.every_steps, at_least(1),
                "steps between checkpoints, besides the end of each epoch");
  visit.integer("keep", config.keep, between(1, 1000), "newest checkpoints kept");
}

std::vector<SettingProblem> TrainerConfig::problems() const {
  std::vector<SettingProblem> found;
  const OptimizerConfig plain_optimizer;
  const bool sgd = optimizer.type == OptimizerType::kSgd;
  expect_default(found, sgd, optimizer.momentum, plain_optimizer.momentum, "optimizer.momentum", "sgd");
  expect_default(found, !sgd, optimizer.beta1, plain_optimizer.beta1, "optimizer.beta1", "adam or adamw");
  expect_default(found, !sgd, optimizer.beta2, plain_optimizer.beta2, "optimizer.beta2", "adam or adamw");
  expect_default(found, !sgd, optimizer.epsilon, plain_optimizer.epsilon, "optimizer.epsilon",
                 "adam or adamw");
  expect_default(found, virtual_adversarial.epsilon.has_value(), virtual_adversarial.weight,
                 VirtualAdversarialConfig{}.weight, "virtual_adversarial.weight",
                 "a virtual_adversarial.epsilon that is set");
  const ScheduleConfig plain_schedule;
  const bool step = schedule.type == ScheduleType::kStep;
  const bool plateau = schedule.type == ScheduleType::kPlateau;
  expect_default(found, step, schedule.step_epochs, plain_schedule.step_epochs, "schedule.step_epochs",
                 "step");
  expect_default(found, step || plateau, schedule.factor, plain_schedule.factor, "schedule.factor",
                 "step or plateau");
  expect_default(found, plateau, schedule.patience, plain_schedule.patience, "schedule.patience", "plateau");
  const auto expect_whole_review = [&](const char* setting, bool is_set) {
    if (bptt.loss != BpttLoss::kChunks || !is_set) return;
    found.push_back({setting, "perturbs a review as a whole; leave it out, or set bptt.loss to \"final\""});
  };
  expect_whole_review("adversarial.epsilon", adversarial.epsilon.has_value());
  expect_whole_review("virtual_adversarial.epsilon", virtual_adversarial.epsilon.has_value());
  if (bptt.loss == BpttLoss::kChunks && !bptt.window) {
    found.push_back({"bptt.loss", "\"chunks\" cuts the review into windows; set trainer.bptt.window"});
  }
  if (!is_device(device)) found.push_back({"device", "expected cpu, cuda or cuda:N"});
  if (backend == Backend::kFused && device != "cpu") {
    found.push_back(
        {"backend", "\"fused\" runs on the cpu only; set \"auto\" or \"torch\", or trainer.device to cpu"});
  }
  return found;
}

bool larger_is_better(ValidationMetric metric) { return metric != ValidationMetric::kLoss; }

const char* name_of(ValidationMetric metric) {
  switch (metric) {
    case ValidationMetric::kLoss:
      return "loss";
    case ValidationMetric::kMacroF1:
      return "macro_f1";
    default:
      return "accuracy";
  }
}

}  // namespace sentiment
