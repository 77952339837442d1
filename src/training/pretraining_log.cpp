#include "training/pretraining_log.h"

#include <algorithm>
#include <cmath>

#include "core/concat.h"
#include "core/log.h"
#include "core/quote.h"

namespace sentiment {

void log_texts(const TextCorpus& corpus) {
  log_info(concat("texts: ", corpus.rows.used, " used of ", corpus.rows.read, " read"));
  for (const auto& [reason, count] : corpus.rows.skipped)
    log_info(concat("skipped: ", count, " (", printable(reason), ")"));
  log_info(describe(corpus.train, "train", corpus.labels));
  log_info(describe(corpus.valid, "valid (taken from train)", corpus.labels));
}

void PretrainingLog::add(const LanguageModelTrainer& trainer, const StepReport& report,
                         MetricsFile& metrics) {
  const Progress& progress = trainer.progress();
  ++sums_.steps;
  sums_.clipped += report.clip.clipped ? 1 : 0;
  sums_.tokens += report.tokens;
  sums_.loss += report.loss * static_cast<double>(report.tokens);
  sums_.norm += report.clip.norm;
  sums_.largest_norm = larger_norm(sums_.largest_norm, report.clip.norm);
  sums_.cut_elements += report.cut_elements;
  const int64_t in_epoch = (std::max<int64_t>(report.step, 1) - 1) % trainer.steps_per_epoch() + 1;
  const bool epoch_ends = in_epoch == trainer.steps_per_epoch();
  if (report.is_finite() && report.step % config_.log_every_steps != 0 && !epoch_ends) return;

  const Json event = this->event(trainer, report);
  const double left = progress.seconds / static_cast<double>(std::max<int64_t>(progress.step, 1)) *
                      static_cast<double>(trainer.total_steps() - progress.step);
  log_info(concat("epoch ", trainer.epoch_of(report.step), "/", config_.epochs, "  step ", in_epoch, "/",
                  trainer.steps_per_epoch(), "  loss ",
                  fixed(sums_.loss / static_cast<double>(sums_.tokens), 4), "  lr ",
                  scientific(report.learning_rate, 2), "  gradient norm ",
                  fixed(sums_.norm / static_cast<double>(sums_.steps), 3), "  ",
                  fixed(event["tokens_per_second"].get<double>() / 1000.0, 1), "k tokens/s  ",
                  clock_time(left), " left"));
  metrics.append(event);
  sums_ = {};
  seconds_at_start_ = progress.seconds;
}

Json PretrainingLog::event(const LanguageModelTrainer& trainer, const StepReport& report) const {
  const double seconds = trainer.progress().seconds - seconds_at_start_;
  const double loss = sums_.loss / static_cast<double>(sums_.tokens);
  const auto steps = static_cast<double>(sums_.steps);
  Json event = {{"event", "interval"},
                {"time", unix_time()},
                {"step", report.step},
                {"epoch", trainer.epoch_of(report.step)},
                {"loss", finite_or_name(loss)},
                {"perplexity", finite_or_name(std::exp(loss))},
                {"learning_rate", report.learning_rate},
                {"gradient_norm", finite_or_name(sums_.norm / steps)},
                {"gradient_norm_max", finite_or_name(sums_.largest_norm)},
                {"clipped_share", static_cast<double>(sums_.clipped) / steps},
                {"tokens_per_second", seconds > 0.0 ? static_cast<double>(sums_.tokens) / seconds : 0.0}};
  if (config_.diagnostics) add_gradient(event, config_, sums_.clipped, sums_.cut_elements, report.parts);
  return event;
}

void PretrainingLog::add_validation(const LanguageModelTrainer& trainer, const BestModel& found,
                                    bool improved, MetricsFile& metrics) const {
  log_info(concat("epoch ", trainer.epoch(), "/", config_.epochs, "  validation: loss ", fixed(found.loss, 4),
                  "  perplexity ", fixed(std::exp(found.loss), 1), "  next word right ",
                  fixed(100.0 * found.accuracy, 1), "%", improved ? "  (best so far)" : ""));
  metrics.append({{"event", "validation"},
                  {"time", unix_time()},
                  {"step", trainer.progress().step},
                  {"epoch", trainer.epoch()},
                  {"loss", found.loss},
                  {"perplexity", finite_or_name(std::exp(found.loss))},
                  {"accuracy", found.accuracy},
                  {"best", improved}});
}

}  // namespace sentiment
