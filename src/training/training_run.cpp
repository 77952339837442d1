#include "training/training_run.h"

#include <cstdio>

#include "analysis/model_temperature.h"
#include "baselines/kept_baseline.h"
#include "baselines/majority_baseline.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/run_directory.h"
#include "config/experiment_config.h"
#include "config/pretrained_start.h"
#include "core/concat.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/log.h"
#include "core/quote.h"
#include "data/corpus.h"
#include "report/report_page.h"
#include "training/backend_threads.h"
#include "training/device.h"
#include "training/diagnostics.h"
#include "training/gradient_summary.h"
#include "training/memory_estimate.h"
#include "training/provenance.h"
#include "training/resume.h"
#include "training/run_files.h"
#include "training/run_inputs.h"
#include "training/run_journal.h"
#include "training/starting_values.h"
#include "training/train_plan.h"
#include "training/trainer.h"
#include "training/training_log.h"

namespace sentiment {
namespace {

/// One run: its folder, its data, and the observer that turns the trainer's reports into files and lines.
class TrainingRun : public TrainingObserver {
 public:
  TrainingRun(const TrainOptions& options, ExperimentConfig config, ExperimentInput input,
              RunDirectory& directory, Corpus corpus, const Json& hashes, std::shared_ptr<ThreadPool> fused)
      : options_(options),
        config_(std::move(config)),
        input_(std::move(input)),
        directory_(directory),
        corpus_(std::move(corpus)),
        journal_(options, directory,
                 {config_.seed, environment_of(config_.trainer, options.threads), hashes}),
        fused_(std::move(fused)),
        pool_(fused_ ? fused_ : std::make_shared<ThreadPool>(options.threads)) {}

  TrainingEnd start(const Parameters& initial, const std::optional<Checkpoint>& resumed);

  void on_step(const Trainer& trainer, const StepReport& report) override {
    interval_->add(trainer, report, journal_.metrics());
    if (diagnostics_) diagnostics_->watch(report, journal_.metrics());
  }
  void on_validation(const Trainer& trainer, const Validation& validation, bool improved) override;
  void on_checkpoint(const Trainer& trainer) override {
    write_checkpoint(directory_.checkpoints(), make_checkpoint(trainer, model_with({}), journal_.origin()),
                     config_.checkpoint.keep);
  }
  void on_divergence(const Trainer& trainer, const Divergence& divergence) override {
    journal_.go_back(divergence, config_.trainer.divergence_retries, trainer.progress().step);
  }
  bool wants_to_stop() override { return pending_interrupt() != 0; }

 private:
  void log_start(const Parameters& initial, const LayerSchedule& schedule) const;
  void write_metrics(const Trainer& trainer) const;
  TrainingEnd finish(TrainingEnd end, const Trainer& trainer);
  void log_done(const Trainer& trainer, const std::string& how) const;
  Model model_with(Parameters parameters) const;

  const TrainOptions& options_;
  ExperimentConfig config_;
  ExperimentInput input_;
  RunDirectory& directory_;
  Corpus corpus_;
  RunJournal journal_;
  std::shared_ptr<ThreadPool> fused_;  // null: libtorch's layers
  std::shared_ptr<ThreadPool> pool_;   // for what is not libtorch's in any case
  std::optional<IntervalLog> interval_;
  std::optional<Diagnostics> diagnostics_;
  std::optional<double> ngram_accuracy_;  // on the validation part
};

TrainingEnd TrainingRun::start(const Parameters& initial, const std::optional<Checkpoint>& resumed) {
  Trainer trainer(config_, corpus_, initial, at::Device(config_.trainer.device), fused_);
  if (resumed) {
    const SavedState saved = saved_state(*resumed);
    expect_same_data(saved.data, journal_.origin().data);
    expect_same_model(resumed->model, model_with({}));
    warn_of_other_environment(saved.environment, journal_.origin().environment);
    restore_trainer(trainer, *resumed);
  }

  journal_.open(to_json(config_), input_, config_.trainer.tensorboard,
                resumed ? trainer.progress().step : -1);
  interval_.emplace(config_.trainer, trainer.progress().seconds);
  log_start(initial, trainer.layer_schedule());
  if (resumed)
    log_info(concat("resuming after step ", trainer.progress().step, " of ", trainer.total_steps()));
  journal_.write_meta("running", trainer.progress());
  ngram_accuracy_ = keep_baseline(directory_.baseline(), config_.baseline, corpus_,
                                  static_cast<uint64_t>(config_.seed), *pool_);
  if (config_.trainer.diagnostics) {
    diagnostics_.emplace(config_, corpus_, fused_, options_.threads);
    if (trainer.progress().step == 0 && journal_.metrics().events("gradient_flow").empty())
      diagnostics_->probe(trainer, 0, journal_.metrics());
  }
  watch_for_interrupts();
  return journal_.run(trainer.progress(), [&] { return finish(trainer.run(*this), trainer); });
}

void TrainingRun::on_validation(const Trainer& trainer, const Validation& validation, bool improved) {
  const Interval interval = wilson_interval(validation.confusion.correct(), validation.confusion.total());
  log_info(concat("epoch ", trainer.epoch(), "/", config_.trainer.epochs, "  validation: loss ",
                  fixed(validation.loss, 4), "  accuracy ", fixed(validation.accuracy(), 4), " [",
                  fixed(interval.low, 4), ", ", fixed(interval.high, 4), "]  macro F1 ",
                  fixed(macro_f1(validation.confusion), 4), improved ? "  (best so far)" : ""));
  journal_.metrics().append({{"event", "validation"},
                             {"time", unix_time()},
                             {"step", trainer.progress().step},
                             {"epoch", trainer.epoch()},
                             {"loss", validation.loss},
                             {"accuracy", validation.accuracy()},
                             {"macro_f1", macro_f1(validation.confusion)},
                             {"best", improved}});
  if (diagnostics_) diagnostics_->probe(trainer, trainer.epoch(), journal_.metrics());
  if (improved) write_model(directory_.model(), model_with(trainer.kept_network().values()));
}

void TrainingRun::log_start(const Parameters& initial, const LayerSchedule& schedule) const {
  log_info(describe(corpus_.train, "train", corpus_.labels));
  log_info(
      describe(corpus_.valid, config_.data.valid ? "valid" : "valid (taken from train)", corpus_.labels));
  if (corpus_.test) log_info(describe(*corpus_.test, "test", corpus_.labels));
  if (corpus_.unlabelled) log_info(describe(*corpus_.unlabelled, "unlabelled", {}));
  const MajorityBaseline majority(corpus_.train.label_counts);
  log_info(concat("vocabulary: ", corpus_.vocabulary.size(), " entries for ", corpus_.distinct_tokens,
                  " different tokens; network: ", name_of(config_.model.type), ", ", parameter_count(initial),
                  " parameters; ", describe_backend(config_.trainer, options_.threads), "; always answering ",
                  quote(corpus_.labels[static_cast<std::size_t>(majority.label())]), " scores ",
                  fixed(majority.accuracy(corpus_.valid.label_counts), 4), " on the validation part"));
  const TrainerConfig& trainer = config_.trainer;
  if (const std::string layers = describe(schedule); !layers.empty()) log_info("layers: " + layers);
  if (trainer.clip_value && trainer.clip_norm) {
    log_info(concat("clipping: each element to +-", *trainer.clip_value, " first, then the global norm to ",
                    *trainer.clip_norm));
  }
}

void TrainingRun::write_metrics(const Trainer& trainer) const {
  const Progress& progress = trainer.progress();
  Json metrics = {{"steps", progress.step}, {"epochs", trainer.epoch()}, {"seconds", progress.seconds}};
  const auto share = [](int64_t part, int64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  metrics["clipped_share"] = share(progress.clipped_steps, progress.step);
  metrics["gradient_token_share"] = share(progress.gradient_tokens, progress.tokens);
  metrics["finished"] = progress.finished;
  metrics["divergences"] = divergences_of(journal_.metrics());
  if (diagnostics_) summarize_gradients(config_.trainer, progress, journal_.metrics(), metrics);
  if (progress.best) {
    metrics["best"] = {{"epoch", progress.best->epoch},       {"step", progress.best->step},
                       {"accuracy", progress.best->accuracy}, {"loss", progress.best->loss},
                       {"macro_f1", progress.best->macro_f1}, {"measured_on", "validation part"}};
    if (ngram_accuracy_)
      metrics["ngram_baseline"] = {{"accuracy", *ngram_accuracy_}, {"measured_on", "validation part"}};
    metrics["temperature"] =
        fit_temperature(Classifier(read_model(directory_.model())), corpus_.valid.examples, *pool_);
    if (corpus_.test) {
      const Model best = read_model(directory_.model());
      const Network network(best.config, best.parameters, at::Device(config_.trainer.device), false, fused_);
      const Validation test =
          validate(network, corpus_.test->examples, static_cast<int64_t>(corpus_.labels.size()));
      metrics["test"] = {
          {"accuracy", test.accuracy()}, {"loss", test.loss}, {"macro_f1", macro_f1(test.confusion)}};
      const Interval interval = wilson_interval(test.confusion.correct(), test.confusion.total());
      const MajorityBaseline majority(corpus_.train.label_counts);
      log_info(concat("test: accuracy ", fixed(test.accuracy(), 4), " [", fixed(interval.low, 4), ", ",
                      fixed(interval.high, 4), "]  loss ", fixed(test.loss, 4), "  (always ",
                      quote(corpus_.labels[static_cast<std::size_t>(majority.label())]), ": ",
                      fixed(majority.accuracy(corpus_.test->label_counts), 4), ")"));
    }
  }
  replace_file(directory_.metrics(), dump_json(metrics, 2) + "\n");
}

TrainingEnd TrainingRun::finish(TrainingEnd end, const Trainer& trainer) {
  const std::string folder = printable(directory_.path().native());
  const std::string kept =
      trainer.progress().best
          ? concat("the best model, of epoch ", trainer.progress().best->epoch, ", is kept in ", folder)
          : std::string("no epoch had ended, so there is no model yet");
  const int64_t retries = trainer.progress().divergences;
  const std::string retried = retries > 0
                                  ? concat(", also after ", retries, retries == 1 ? " retry" : " retries",
                                           " with half the learning rate")
                                  : "";
  switch (end) {
    case TrainingEnd::kDiverged:
      journal_.write_meta("diverged", trainer.progress());
      write_metrics(trainer);
      if (config_.trainer.report) write_report(directory_.path(), *pool_);
      log_error(concat(folder, ": training diverged after step ", trainer.progress().step,
                       ": expected a finite loss and gradient, found one that is not", retried, "; ", kept,
                       "; lower trainer.optimizer.learning_rate or trainer.clip_norm"));
      return end;
    case TrainingEnd::kInterrupted:
      journal_.write_meta("interrupted", trainer.progress());
      log_info(concat("stopped after step ", trainer.progress().step, " and saved; ", kept,
                      "; continue with --resume"));
      return end;
    default:
      break;
  }
  write_metrics(trainer);
  journal_.write_meta(trainer.progress().finished, trainer.progress());
  if (config_.trainer.report) write_report(directory_.path(), *pool_);
  log_done(trainer, trainer.progress().finished);
  return end;
}

void TrainingRun::log_done(const Trainer& trainer, const std::string& how) const {
  const Progress& progress = trainer.progress();
  const auto percent = [](int64_t part, int64_t whole) {
    return fixed(whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole), 1);
  };
  log_info(concat(how, " after ", trainer.epoch(), " epochs and ", clock_time(progress.seconds), "; ",
                  percent(progress.clipped_steps, progress.step), "% of the steps were clipped; ",
                  percent(progress.gradient_tokens, progress.tokens),
                  "% of the training tokens received gradient"));
  if (diagnostics_) log_gradients(config_.trainer, progress, journal_.metrics());
  if (ngram_accuracy_ && *ngram_accuracy_ > progress.best->accuracy) {
    log_info(
        concat("the n-gram baseline beats the network on the validation part: ", fixed(*ngram_accuracy_, 4),
               " against ", fixed(progress.best->accuracy, 4),
               "; more epochs, more texts or model.initialize_from (sentiment pretrain) may change that"));
  }
  log_info(concat("best: epoch ", progress.best->epoch, ", accuracy ", fixed(progress.best->accuracy, 4),
                  " on the validation part; next: echo 'some text' | sentiment predict ",
                  printable(directory_.path().native())));
}

Model TrainingRun::model_with(Parameters parameters) const {
  return {.config = config_.model,
          .tokenizer = config_.tokenizer,
          .vocabulary = corpus_.vocabulary,
          .labels = corpus_.labels,
          .text_column = config_.data.rows.text_column,
          .label_column = config_.data.rows.label_column,
          .parameters = std::move(parameters)};
}

}  // namespace

TrainingEnd run_training(const TrainOptions& options) {
  ExperimentInput input;
  ExperimentConfig config = load_experiment(options.config, options.overrides, &input);
  use_device(config.trainer.device);
  const std::optional<PretrainedStart> start = take_pretrained(config);
  const std::shared_ptr<ThreadPool> pool = start_threads(config.trainer, options.threads);

  RunDirectory directory(options.run_directory);
  std::optional<Checkpoint> resumed;
  if (options.resume) {
    directory.expect_run();
    expect_same_config(written_config(directory), to_json(config));
    directory.claim();
    directory.remove_leftovers();
    resumed = read_newest_checkpoint(directory.checkpoints());
    if (!resumed)
      log_warning("the run was stopped before its first checkpoint; starting from its first step");
    if (const std::string finished = resumed ? saved_state(*resumed).progress.finished : "";
        !finished.empty()) {
      if (has_said_so(directory, config.trainer.report, finished)) {
        log_info(concat("nothing to do: the run has ", finished));
        return TrainingEnd::kCompleted;
      }
      log_info(concat("the run has ", finished, " but was stopped before it had written everything"));
    }
  } else if (!options.dry_run) {
    directory.expect_free(options.force);
    if (options.force) expect_to_keep_inputs(options, config, directory);
  }

  Corpus corpus =
      read_corpus(config.data, config.tokenizer, config.vocabulary, static_cast<uint64_t>(config.seed),
                  Texts::kForget, start ? &start->model.vocabulary : nullptr);
  expect_memory(config, corpus);
  const Parameters initial = starting_values(config, corpus, start ? &start->model : nullptr);
  if (options.dry_run) {
    const std::string plan = describe_plan(config, corpus, initial, pool);
    std::fwrite(plan.data(), 1, plan.size(), stdout);
    return TrainingEnd::kCompleted;
  }
  if (!options.resume) directory.claim_new(options.force);
  const Json hashes = data_hashes_of(corpus, start ? std::optional(start->hash) : std::nullopt);
  return TrainingRun(options, std::move(config), std::move(input), directory, std::move(corpus), hashes, pool)
      .start(initial, resumed);
}

}  // namespace sentiment
