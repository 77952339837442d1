#include "training/trainer.h"

#include <ATen/ops/empty.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/error.h"
#include "model/batch_norm.h"
#include "nn/tensors.h"
#include "training/adversarial.h"
#include "training/gradient_parts.h"
#include "training/moving_average.h"
#include "training/virtual_adversarial.h"

namespace sentiment {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// total / (classes * count) for each class: the mean weight of a training row is 1.
at::Tensor balanced_weights(const std::vector<int64_t>& counts, at::Device device) {
  int64_t total = 0;
  for (const int64_t count : counts) total += count;
  at::Tensor weights = at::empty({static_cast<int64_t>(counts.size())}, at::kFloat);
  auto* values = weights.data_ptr<float>();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto denominator =
        static_cast<double>(counts.size()) * static_cast<double>(std::max<int64_t>(counts[i], 1));
    values[i] = static_cast<float>(static_cast<double>(total) / denominator);
  }
  return on_device(weights, device);
}

Network make_network(const ExperimentConfig& config, const Parameters& initial, at::Device device,
                     bool trainable, std::shared_ptr<ThreadPool> fused) {
  Network network(config.model, initial, device, trainable, std::move(fused));
  if (trainable && config.vocabulary.freeze_vectors) network.freeze_embedding();
  return network;
}

}  // namespace

Trainer::Trainer(const ExperimentConfig& config, const Corpus& corpus, const Parameters& initial,
                 at::Device device, std::shared_ptr<ThreadPool> fused)
    : TrainingLoop(config.trainer, config.checkpoint, /*runs_ahead=*/fused == nullptr),
      config_(config),
      corpus_(corpus),
      device_(device),
      fused_(std::move(fused)),
      network_(make_network(config, initial, device, true, fused_)),
      sampler_(corpus.train.examples.lengths(), config.trainer.batch_size,
               static_cast<uint64_t>(config.seed)),
      layer_schedule_(config.trainer, config.model, steps_per_epoch()),
      optimizer_(config.trainer.optimizer, network_.names(), network_.tensors(), fused_,
                 layer_schedule_.paces(network_.names())),
      schedule_(config.trainer.schedule, config.trainer.optimizer.learning_rate, total_steps(),
                steps_per_epoch()),
      stuck_(corpus.train.label_counts, config.trainer.class_weights == ClassWeights::kBalanced,
             config.trainer.label_smoothing, total_steps()) {
  if (corpus.unlabelled) {
    unlabelled_.emplace(corpus.unlabelled->examples.lengths(), config.trainer.batch_size,
                        static_cast<uint64_t>(config.seed));
  }
  if (config.trainer.ema) average_.emplace(make_network(config, initial, device, false, fused_));
  loss_options_.label_smoothing = config.trainer.label_smoothing;
  if (config.trainer.class_weights == ClassWeights::kBalanced) {
    loss_options_.class_weights = balanced_weights(corpus.train.label_counts, device);
  }
}

void Trainer::restore(const TrainerTensors& tensors, const Progress& progress,
                      std::optional<GoodState> good) {
  set_state(tensors, progress);
  good_ = std::move(good);
}

void Trainer::set_state(const TrainerTensors& tensors, const Progress& progress) {
  network_.set_values(tensors.current);
  if (average_) average_->set_values(tensors.average);
  optimizer_.set_state(tensors.optimizer);
  progress_ = progress;
}

TrainerTensors Trainer::tensors() const {
  return {network_.values(), average_ ? average_->values() : Parameters{}, optimizer_.state(), {}};
}

const GoodState* Trainer::good_state() const {
  return good_ && good_->progress.step != progress_.step ? &*good_ : nullptr;
}

StepReport Trainer::train_step(const std::vector<int64_t>& rows) {
  send_step(rows);
  return read_steps().back();
}

void Trainer::send_step() {
  const int64_t epoch = progress_.step / steps_per_epoch();
  if (shuffled_epoch_ != epoch) batches_ = sampler_.batches(epoch);
  shuffled_epoch_ = epoch;
  send_step(batches_[static_cast<std::size_t>(progress_.step % steps_per_epoch())]);
}

void Trainer::send_step(const std::vector<int64_t>& rows) {
  const Clock::time_point start = Clock::now();
  const TrainerConfig& trainer = config_.trainer;
  Batch batch = make_batch(corpus_.train.examples, rows, device_, config_.model.reads_backward());
  const Dropout dropout(static_cast<uint64_t>(config_.seed), progress_.step);
  drop_words(batch, config_.model.word_dropout, dropout.words());

  unfreeze();
  optimizer_.zero_gradients();
  if (fused_) batch.embedded_words = network_.look_up(batch);
  const BatchLoss result = backward(batch, dropout);
  UnreadStep step{
      .report = {.step = progress_.step + 1,
                 .tokens = batch.tokens,
                 .learning_rate = schedule_.rate(progress_.step, progress_.plateau) * progress_.rate_factor,
                 .clip = {},
                 .parts = {},
                 .divergence = {},
                 .reviews = static_cast<int64_t>(rows.size()),
                 .stuck = {}},
      .gradient = {},
      .gradient_tokens = tokens_with_gradient(batch.sequences, trainer.bptt, config_.model.directions())};
  StepTensors tensors{
      .loss = result.loss, .correct = result.correct, .divergence = {}, .cut_elements = {}, .clip = {}};
  if (fused_ && !std::isfinite(result.loss.item<double>())) return unread_.add(step, tensors);
  if (trainer.virtual_adversarial.epsilon) {
    step.report.divergence = 0.0;
    tensors.divergence = add_virtual_adversary(batch, dropout);
  }
  if (fused_) optimizer_.use_word_gradient(batch);
  if (trainer.diagnostics) look_at_gradient(batch, step, tensors);
  tensors.clip = optimizer_.clip(trainer.clip_value, trainer.clip_norm);
  optimize(step.report.learning_rate, unread_.is_in_vain(tensors));
  unread_.add(std::move(step), tensors);
  progress_.seconds += seconds_since(start);
}

/// The step that the gradients and their clipping are ready for.
void Trainer::optimize(double learning_rate, const at::Tensor& skipped) {
  ++progress_.step;
  OptimizerStep step{.learning_rate = learning_rate, .number = progress_.step, .skipped = skipped};
  if (average_) {
    step.average = &average_->tensors();
    step.average_share = average_share(*config_.trainer.ema, progress_.step);
  }
  optimizer_.step(step);
  average_statistics(step);
}

void Trainer::note(StepReport& report) {
  if (config_.trainer.diagnostics)
    report.stuck = stuck_.add(progress_.stuck, report.step, report.loss, report.correct, report.reviews);
}

/// The loss of a batch with its gradient and that under an adversary; on our own kernels without, if the loss
/// is not finite.
BatchLoss Trainer::backward(Batch& batch, const Dropout& dropout) {
  const TrainerConfig& trainer = config_.trainer;
  if (trainer.adversarial.epsilon)
    return adversarial_backward(network_, batch, dropout, trainer.bptt.window, loss_options_,
                                *trainer.adversarial.epsilon);
  BatchLoss result = batch_loss(network_, batch, dropout, trainer.bptt, loss_options_);
  if (!fused_ || std::isfinite(result.loss.item<double>())) result.loss.backward();
  return result;
}

/// The gradient of the divergence of the batch's texts and, where there are any, of as many without labels,
/// whose mean is returned.
at::Tensor Trainer::add_virtual_adversary(Batch& batch, const Dropout& dropout) {
  const auto seed = static_cast<uint64_t>(config_.seed);
  const auto step = static_cast<uint64_t>(progress_.step);
  const std::vector<int64_t> rows = unlabelled_ ? unlabelled_->rows(progress_.step) : std::vector<int64_t>{};
  const auto texts = batch.sequences.batch() + static_cast<int64_t>(rows.size());
  const auto add = [&](const Batch& some, const Dropout& own, uint64_t number) {
    return virtual_adversarial_backward(
        network_, some, own, config_.trainer.bptt.window, config_.trainer.virtual_adversarial,
        RandomStream(seed, RandomUse::kVirtualAdversary, {step, number}), texts);
  };
  const at::Tensor divergence = add(batch, dropout, 0);
  if (rows.empty()) return divergence.div(static_cast<double>(texts));
  const Dropout own(RandomStream(seed, RandomUse::kUnlabelledTexts, {1}).bits(0), progress_.step);
  Batch unlabelled = make_batch(corpus_.unlabelled->examples, rows, device_, config_.model.reads_backward());
  drop_words(unlabelled, config_.model.word_dropout, own.words());
  if (fused_) unlabelled.embedded_words = network_.look_up(unlabelled);
  const at::Tensor more = add(unlabelled, own, 1);
  if (fused_) add_words(batch, unlabelled);
  return divergence.add(more).div(static_cast<double>(texts));
}

/// The running statistics are no parameters to the optimizer, but belong to what is averaged.
void Trainer::average_statistics(const OptimizerStep& step) const {
  if (!average_ || !config_.model.head_batch_norm) return;
  const c10::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < network_.names().size(); ++i) {
    if (is_running_statistic(network_.names()[i]))
      average_->tensors()[i].lerp_(network_.tensors()[i], step.average_share);
  }
}

/// Below the lowest layer that this step trains no gradient is needed.
void Trainer::unfreeze() {
  if (!config_.trainer.unfreeze_epochs) return;
  const std::vector<ParameterPace> paces = layer_schedule_.paces(network_.names());
  for (std::size_t i = 0; i < paces.size(); ++i) {
    const bool never = i == 0 && config_.vocabulary.freeze_vectors;
    const bool is_statistic = is_running_statistic(network_.names()[i]);
    network_.tensors()[i].set_requires_grad(!never && !is_statistic && progress_.step >= paces[i].first_step);
  }
}

/// Counts what clip_value is about to cut and, now and then, measures the parts.
void Trainer::look_at_gradient(const Batch& batch, UnreadStep& step, StepTensors& tensors) const {
  const int64_t number = step.report.step;
  if (number % config_.trainer.log_every_steps == 0 || number % steps_per_epoch() == 0)
    step.report.parts = step.gradient.parts = gradient_parts(gradients_of(network_, batch));
  if (!config_.trainer.clip_value) return;
  const ElementCount count = count_elements(gradients_of(network_, batch), *config_.trainer.clip_value);
  step.gradient.elements = count.all;
  tensors.cut_elements = count.cut;
}

Validation Trainer::validate() const {
  return sentiment::validate(kept_network(), corpus_.valid.examples,
                             static_cast<int64_t>(corpus_.labels.size()));
}

BestModel Trainer::best_model(const Validation& validation) const {
  return {.metric = validation.value_of(config_.trainer.validation_metric),
          .accuracy = validation.accuracy(),
          .loss = validation.loss,
          .macro_f1 = macro_f1(validation.confusion),
          .step = progress_.step,
          .epoch = epoch()};
}

}  // namespace sentiment
