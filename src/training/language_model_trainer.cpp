#include "training/language_model_trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "training/gradient_parts.h"
#include "training/moving_average.h"

namespace sentiment {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

StreamOptions stream_options(const PretrainingConfig& config) {
  return {.streams = config.language_model.streams,
          .window = config.language_model.window,
          .backward = config.model.shape.direction == ReadingDirection::kBackward};
}

/// Fewer streams of a small validation part, so that each has a window's worth.
StreamOptions validation_options(const PretrainingConfig& config, const TextList& texts) {
  StreamOptions options = stream_options(config);
  options.streams = std::clamp<int64_t>(texts.tokens() / options.window, 1, options.streams);
  return options;
}

}  // namespace

LanguageModelTrainer::LanguageModelTrainer(const PretrainingConfig& config, const TextCorpus& corpus,
                                           const Parameters& initial, at::Device device,
                                           std::shared_ptr<ThreadPool> pool)
    : TrainingLoop(config.trainer, config.checkpoint, /*runs_ahead=*/pool == nullptr),
      config_(config),
      fused_(pool != nullptr),
      model_(config.model, initial, true, device, pool),
      optimizer_(config.trainer.optimizer, model_.names(), model_.tensors(), pool),
      streams_(corpus.train.texts, stream_options(config)),
      validation_(corpus.valid.texts, validation_options(config, corpus.valid.texts)),
      sampler_(static_cast<int64_t>(corpus.vocabulary.size()), config.language_model.candidates),
      schedule_(config.trainer.schedule, config.trainer.optimizer.learning_rate, total_steps(),
                steps_per_epoch()) {
  if (config.trainer.ema) average_.emplace(config.model, initial, false, device, pool);
}

void LanguageModelTrainer::restore(const TrainerTensors& tensors, const Progress& progress) {
  set_state(tensors, progress);
  keep_good_state();
}

void LanguageModelTrainer::set_state(const TrainerTensors& tensors, const Progress& progress) {
  model_.set_values(tensors.current);
  model_.set_carried(tensors.carried, config_.language_model.streams);
  if (average_) average_->set_values(tensors.average);
  optimizer_.set_state(tensors.optimizer);
  progress_ = progress;
}

TrainerTensors LanguageModelTrainer::tensors() const {
  return {model_.values(), average_ ? average_->values() : Parameters{}, optimizer_.state(),
          model_.carried()};
}

/// Lays the texts out for the epoch of the next step; its first window begins with the zero state.
void LanguageModelTrainer::begin_epoch() {
  const int64_t epoch = progress_.step / steps_per_epoch();
  if (shuffled_epoch_ != epoch) streams_.shuffle(static_cast<uint64_t>(config_.seed), epoch);
  shuffled_epoch_ = epoch;
  if (progress_.step % steps_per_epoch() == 0) model_.forget();
}

void LanguageModelTrainer::send_step() {
  const Clock::time_point start = Clock::now();
  const TrainerConfig& trainer = config_.trainer;
  begin_epoch();
  const auto seed = static_cast<uint64_t>(config_.seed);
  const TextWindow window = streams_.window(progress_.step % steps_per_epoch());
  optimizer_.zero_gradients();
  const WindowGradient gradient =
      model_.train(window, sampler_.draw(seed, progress_.step), sampler_, Dropout(seed, progress_.step));
  UnreadStep step{
      .report = {.step = progress_.step + 1,
                 .tokens = window.tokens(),
                 .learning_rate = schedule_.rate(progress_.step, progress_.plateau) * progress_.rate_factor,
                 .clip = {},
                 .parts = {},
                 .divergence = {},
                 .stuck = {}},
      .gradient = {},
      .gradient_tokens = window.tokens()};
  StepTensors tensors{.loss = gradient.loss, .correct = {}, .divergence = {}, .cut_elements = {}, .clip = {}};
  if (fused_ && !std::isfinite(gradient.loss.item<double>())) return unread_.add(step, tensors);
  if (fused_) optimizer_.use_word_gradient(gradient.words, gradient.word_gradient);
  if (trainer.diagnostics) look_at_gradient(gradient, step, tensors);
  tensors.clip = optimizer_.clip(trainer.clip_value, trainer.clip_norm);

  ++progress_.step;
  OptimizerStep optimizer_step{.learning_rate = step.report.learning_rate,
                               .number = progress_.step,
                               .skipped = unread_.is_in_vain(tensors)};
  if (average_) {
    optimizer_step.average = &average_->tensors();
    optimizer_step.average_share = average_share(*trainer.ema, progress_.step);
  }
  optimizer_.step(optimizer_step);
  unread_.add(std::move(step), tensors);
  progress_.seconds += seconds_since(start);
}

/// As Trainer's.
void LanguageModelTrainer::look_at_gradient(const WindowGradient& found, UnreadStep& step,
                                            StepTensors& tensors) const {
  const ParameterGradients gradients{.names = model_.names(),
                                     .parameters = model_.tensors(),
                                     .type = config_.model.shape.type,
                                     .hidden_size = config_.model.shape.hidden_size,
                                     .of_words = found.word_gradient,
                                     .word_count = static_cast<int64_t>(found.words.size())};
  const int64_t number = step.report.step;
  if (number % config_.trainer.log_every_steps == 0 || number % steps_per_epoch() == 0)
    step.report.parts = step.gradient.parts = gradient_parts(gradients);
  if (!config_.trainer.clip_value) return;
  const ElementCount count = count_elements(gradients, *config_.trainer.clip_value);
  step.gradient.elements = count.all;
  tensors.cut_elements = count.cut;
}

BestModel LanguageModelTrainer::validate() {
  LanguageNetwork& kept = average_ ? *average_ : model_;
  kept.forget();
  SoftmaxScore total;
  int64_t tokens = 0;
  for (int64_t number = 0; number < validation_.windows(); ++number) {
    const TextWindow window = validation_.window(number);
    const SoftmaxScore score = kept.score(window);
    total.loss += score.loss;
    total.correct += score.correct;
    tokens += window.tokens();
  }
  kept.forget();
  model_.forget();
  const double loss = total.loss / static_cast<double>(tokens);
  return {.metric = loss,
          .accuracy = static_cast<double>(total.correct) / static_cast<double>(tokens),
          .loss = loss,
          .step = progress_.step,
          .epoch = epoch()};
}

}  // namespace sentiment
