#include "training/training_loop.h"

#include <chrono>
#include <cmath>
#include <utility>

#include "training/language_model_trainer.h"
#include "training/trainer.h"

namespace sentiment {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kLongestUnread =
    std::chrono::seconds(1);  // for the progress bar, and not to go astray for long

}  // namespace

template <class Trainer, class Observer>
TrainingEnd TrainingLoop<Trainer, Observer>::run(Observer& observer) {
  if (progress_.step == 0) observer.on_checkpoint(self());
  if (!good_) keep_good_state();
  while (progress_.finished.empty()) {
    switch (run_epoch(observer)) {
      case EpochEnd::kInterrupted:
        return TrainingEnd::kInterrupted;
      case EpochEnd::kDiverged:
        if (!go_back(observer)) return TrainingEnd::kDiverged;
        break;
      case EpochEnd::kFinished:
        keep_good_state();
    }
    observer.on_checkpoint(self());
  }
  return progress_.finished == "completed" ? TrainingEnd::kCompleted : TrainingEnd::kStoppedEarly;
}

/// The rest of the epoch that the run is in.
template <class Trainer, class Observer>
typename TrainingLoop<Trainer, Observer>::EpochEnd TrainingLoop<Trainer, Observer>::run_epoch(
    Observer& observer) {
  bool epoch_ends = false;
  while (!epoch_ends) {
    if (observer.wants_to_stop()) {
      if (!report_steps(observer)) return EpochEnd::kDiverged;
      observer.on_checkpoint(self());
      return EpochEnd::kInterrupted;
    }
    self().send_step();
    const int64_t step = progress_.step;
    epoch_ends = step % self().steps_per_epoch() == 0;
    const bool is_kept = checkpoint_.every_steps && step % *checkpoint_.every_steps == 0 && !epoch_ends;
    const bool is_logged = step % settings_.log_every_steps == 0;
    if (runs_ahead_ && !epoch_ends && !is_kept && !is_logged && Clock::now() < last_read_ + kLongestUnread)
      continue;
    if (!report_steps(observer)) return EpochEnd::kDiverged;
    if (is_kept) observer.on_checkpoint(self());
  }
  return finish_epoch(observer) ? EpochEnd::kFinished : EpochEnd::kDiverged;
}

/// Tells of the steps that were not read yet; false if one of them is not finite.
template <class Trainer, class Observer>
bool TrainingLoop<Trainer, Observer>::report_steps(Observer& observer) {
  for (const StepReport& report : read_steps()) {
    observer.on_step(self(), report);
    if (report.is_finite()) continue;
    divergence_ = {.step = report.step + 1,
                   .loss = report.loss,
                   .gradient_norm = report.clip.norm,
                   .learning_rate = report.learning_rate};
    return false;
  }
  return true;
}

template <class Trainer, class Observer>
std::vector<StepReport> TrainingLoop<Trainer, Observer>::read_steps() {
  const auto start = Clock::now();
  std::vector<StepReport> reports;
  for (UnreadStep& step : unread_.read()) {
    StepReport& report = step.report;
    progress_.step = report.step;
    if (report.is_finite()) {
      if (settings_.diagnostics) progress_.gradient.add(step.gradient);
      progress_.clipped_steps += report.clip.clipped ? 1 : 0;
      progress_.tokens += report.tokens;
      progress_.gradient_tokens += step.gradient_tokens;
      self().note(report);
    }
    reports.push_back(std::move(report));
  }
  last_read_ = Clock::now();
  progress_.seconds += std::chrono::duration<double>(last_read_ - start).count();
  return reports;
}

template <class Trainer, class Observer>
void TrainingLoop<Trainer, Observer>::keep_good_state() {
  if (settings_.divergence_retries > 0) good_ = GoodState{self().tensors(), progress_};
}

/// Back to the good state with half the learning rate; false if that has been tried often enough.
template <class Trainer, class Observer>
bool TrainingLoop<Trainer, Observer>::go_back(Observer& observer) {
  if (progress_.divergences >= settings_.divergence_retries) return false;
  Progress progress = good_->progress;
  progress.divergences = progress_.divergences + 1;
  progress.rate_factor = progress_.rate_factor / 2.0;
  progress.seconds = progress_.seconds;  // those were spent
  good_->progress = progress;
  self().set_state(good_->tensors, progress);
  divergence_.number = progress_.divergences;
  divergence_.back_to = progress_.step;
  divergence_.rate_factor = progress_.rate_factor;
  observer.on_divergence(self(), divergence_);
  return true;
}

/// Validates; false if the validation loss is not finite.
template <class Trainer, class Observer>
bool TrainingLoop<Trainer, Observer>::finish_epoch(Observer& observer) {
  const auto start = Clock::now();
  const auto validation = self().validate();
  progress_.seconds += std::chrono::duration<double>(Clock::now() - start).count();
  const BestModel found = self().best_model(validation);
  if (!std::isfinite(found.loss)) {
    divergence_ = {.step = progress_.step, .loss = found.loss};
    return false;
  }
  observer.on_validation(self(), validation, keep_books(found));
  return true;
}

/// Whether the model is the best so far.
template <class Trainer, class Observer>
bool TrainingLoop<Trainer, Observer>::keep_books(const BestModel& found) {
  const bool improved = !progress_.best || (larger_is_better(settings_.validation_metric)
                                                ? found.metric > progress_.best->metric
                                                : found.metric < progress_.best->metric);
  self().schedule().after_validation(improved, progress_.plateau);
  progress_.stale_epochs = improved ? 0 : progress_.stale_epochs + 1;
  if (improved) progress_.best = found;
  if (settings_.patience && progress_.stale_epochs >= *settings_.patience)
    progress_.finished = "stopped early";
  if (progress_.step >= total_steps()) progress_.finished = "completed";
  return improved;
}

template class TrainingLoop<Trainer, TrainingObserver>;
template class TrainingLoop<LanguageModelTrainer, LanguageModelObserver>;

}  // namespace sentiment
