#include "training/pretraining_run.h"

#include <cmath>
#include <cstdio>

#include "baselines/count_language_model.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/run_directory.h"
#include "config/pretraining_config.h"
#include "core/concat.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/log.h"
#include "core/quote.h"
#include "report/report_page.h"
#include "training/backend_threads.h"
#include "training/device.h"
#include "training/diagnostics.h"
#include "training/divergence.h"
#include "training/gradient_summary.h"
#include "training/language_model_trainer.h"
#include "training/pretraining_log.h"
#include "training/pretraining_metrics.h"
#include "training/pretraining_plan.h"
#include "training/pretraining_resume.h"
#include "training/provenance.h"
#include "training/resume.h"
#include "training/run_files.h"
#include "training/run_inputs.h"
#include "training/run_journal.h"
#include "training/train_plan.h"
#include "training/vectors_memory.h"
#include "training/vectors_run.h"
#include "training/window_probe.h"

namespace sentiment {
namespace {

/// One run: its folder, its texts, and the observer that turns the trainer's reports into files and lines.
class PretrainingRun : public LanguageModelObserver {
 public:
  PretrainingRun(const TrainOptions& options, PretrainingConfig config, ExperimentInput input,
                 RunDirectory& directory, TextCorpus corpus, std::shared_ptr<ThreadPool> fused)
      : options_(options),
        config_(std::move(config)),
        input_(std::move(input)),
        directory_(directory),
        corpus_(std::move(corpus)),
        journal_(options, directory,
                 {config_.seed, environment_of(config_.trainer, options.threads), data_hashes_of(corpus_)}),
        fused_(std::move(fused)),
        pool_(fused_ ? fused_ : std::make_shared<ThreadPool>(options.threads)) {}

  TrainingEnd start(const Parameters& initial, const std::optional<PretrainingCheckpoint>& resumed);

  void on_step(const LanguageModelTrainer& trainer, const StepReport& report) override {
    log_->add(trainer, report, journal_.metrics());
  }
  void on_validation(const LanguageModelTrainer& trainer, const BestModel& found, bool improved) override {
    log_->add_validation(trainer, found, improved, journal_.metrics());
    probe(trainer, trainer.epoch());
    if (improved) write_pretrained(directory_.model(), model_with(trainer.kept_values()));
  }
  void on_checkpoint(const LanguageModelTrainer& trainer) override {
    write_checkpoint(directory_.checkpoints(), make_checkpoint(trainer, model_with({}), journal_.origin()),
                     config_.checkpoint.keep);
  }
  void on_divergence(const LanguageModelTrainer& trainer, const Divergence& divergence) override {
    journal_.go_back(divergence, config_.trainer.divergence_retries, trainer.progress().step);
  }
  bool wants_to_stop() override { return pending_interrupt() != 0; }

 private:
  void probe(const LanguageModelTrainer& trainer, int64_t epoch);
  TrainingEnd finish(TrainingEnd end, const LanguageModelTrainer& trainer);
  void log_start(const Parameters& initial) const;
  void write_metrics(const LanguageModelTrainer& trainer) const;
  PretrainedModel model_with(Parameters parameters) const;

  const TrainOptions& options_;
  PretrainingConfig config_;
  ExperimentInput input_;
  RunDirectory& directory_;
  TextCorpus corpus_;
  RunJournal journal_;
  std::shared_ptr<ThreadPool> fused_;  // null: libtorch's layers
  std::shared_ptr<ThreadPool> pool_;   // for what is not libtorch's in any case
  std::optional<PretrainingLog> log_;
  std::optional<WindowProbe> probe_;  // with trainer.diagnostics
};

TrainingEnd PretrainingRun::start(const Parameters& initial,
                                  const std::optional<PretrainingCheckpoint>& resumed) {
  LanguageModelTrainer trainer(config_, corpus_, initial, at::Device(config_.trainer.device), fused_);
  if (resumed) restore_trainer(trainer, *resumed, model_with({}), journal_.origin());
  journal_.open(to_json(config_), input_, config_.trainer.tensorboard,
                resumed ? trainer.progress().step : -1);
  log_.emplace(config_.trainer, trainer.progress().seconds);
  log_start(initial);
  if (resumed)
    log_info(concat("resuming after step ", trainer.progress().step, " of ", trainer.total_steps()));
  journal_.write_meta("running", trainer.progress());
  if (config_.trainer.diagnostics) {
    probe_.emplace(config_, corpus_.valid.texts, trainer.steps_per_epoch());
    if (trainer.progress().step == 0 && journal_.metrics().events("gradient_flow").empty()) probe(trainer, 0);
  }
  watch_for_interrupts();
  return journal_.run(trainer.progress(), [&] { return finish(trainer.run(*this), trainer); });
}

void PretrainingRun::probe(const LanguageModelTrainer& trainer, int64_t epoch) {
  if (!probe_) return;
  std::vector<GradientFlow> flows = probe_->measure(trainer.values(), *pool_);
  append_flows(flows, trainer.progress().step, epoch, journal_.metrics());
}

void PretrainingRun::log_start(const Parameters& initial) const {
  log_texts(corpus_);
  log_info(concat("vocabulary: ", corpus_.vocabulary.size(), " entries for ", corpus_.distinct_tokens,
                  " different tokens; network: ", name_of(config_.model.shape.type), ", ",
                  parameter_count(initial), " parameters; ",
                  describe_backend(config_.trainer, options_.threads)));
}

void PretrainingRun::write_metrics(const LanguageModelTrainer& trainer) const {
  const Progress& progress = trainer.progress();
  const auto steps = static_cast<double>(std::max<int64_t>(progress.step, 1));
  Json metrics = {{"objective", name_of(config_.objective)},
                  {"steps", progress.step},
                  {"epochs", trainer.epoch()},
                  {"seconds", progress.seconds},
                  {"tokens", progress.tokens},
                  {"clipped_share", static_cast<double>(progress.clipped_steps) / steps},
                  {"finished", progress.finished},
                  {"divergences", divergences_of(journal_.metrics())},
                  {"texts", text_counts_of(corpus_)}};
  if (config_.trainer.diagnostics)
    summarize_gradients(config_.trainer, progress, journal_.metrics(), metrics);
  if (progress.best) {
    metrics["best"] = best_language_model(*progress.best);
    std::string line = concat("perplexity on the validation part: ", fixed(std::exp(progress.best->loss), 1));
    const bool backward = config_.model.shape.direction == ReadingDirection::kBackward;
    if (const std::optional<double> counted = counting_perplexity(corpus_.train.texts, corpus_.valid.texts,
                                                                  corpus_.vocabulary.size(), backward)) {
      metrics["count_based"] = {{"order", CountLanguageModel::kOrder},
                                {"perplexity", finite_or_name(*counted)}};
      line += concat("; of a model that counts runs of three words: ", fixed(*counted, 1));
    }
    log_info(line);
  }
  replace_file(directory_.metrics(), dump_json(metrics, 2) + "\n");
}

TrainingEnd PretrainingRun::finish(TrainingEnd end, const LanguageModelTrainer& trainer) {
  const Progress& progress = trainer.progress();
  const std::string folder = printable(directory_.path().native());
  const std::string kept =
      progress.best ? concat("the best model, of epoch ", progress.best->epoch, ", is kept in ", folder)
                    : std::string("no epoch had ended, so there is no model yet");
  if (end == TrainingEnd::kInterrupted) {
    journal_.write_meta("interrupted", trainer.progress());
    log_info(concat("stopped after step ", progress.step, " and saved; ", kept, "; continue with --resume"));
    return end;
  }
  write_metrics(trainer);
  if (end == TrainingEnd::kDiverged) {
    journal_.write_meta("diverged", trainer.progress());
    if (config_.trainer.report) write_report(directory_.path(), *pool_);
    log_error(concat(folder, ": pretraining diverged after step ", progress.step,
                     ": expected a finite loss and gradient, found one that is not; ", kept,
                     "; lower trainer.optimizer.learning_rate or trainer.clip_norm"));
    return end;
  }
  journal_.write_meta(progress.finished, progress);
  if (config_.trainer.report) write_report(directory_.path(), *pool_);
  log_info(concat(progress.finished, " after ", trainer.epoch(), " epochs and ", clock_time(progress.seconds),
                  "; ",
                  fixed(static_cast<double>(progress.tokens) / std::max(progress.seconds, 1e-9) / 1000.0, 1),
                  "k tokens/s with validation; ", kept));
  if (config_.trainer.diagnostics) log_gradients(config_.trainer, progress, journal_.metrics());
  return end;
}

PretrainedModel PretrainingRun::model_with(Parameters parameters) const {
  return {.kind = config_.objective,
          .tokenizer = config_.tokenizer,
          .vocabulary = corpus_.vocabulary,
          .labels = corpus_.labels,
          .shape = config_.model.shape,
          .parameters = std::move(parameters)};
}

/// The newest checkpoint of the run to resume; `finished` is set if there is nothing left to do.
std::optional<PretrainingCheckpoint> newest_checkpoint(const PretrainingConfig& config,
                                                       RunDirectory& directory, bool& finished) {
  directory.expect_run();
  expect_same_config(written_config(directory), to_json(PretrainingConfig{}), to_json(config));
  directory.claim();
  directory.remove_leftovers();
  std::optional<PretrainingCheckpoint> newest = read_newest_pretraining_checkpoint(directory.checkpoints());
  if (!newest) {
    log_warning("the run was stopped before its first checkpoint; starting from its first step");
    return newest;
  }
  const std::string end = saved_state(newest->state, newest->step).progress.finished;
  finished = !end.empty() && has_said_so(directory, config.trainer.report, end);
  if (finished) log_info(concat("nothing to do: the run has ", end));
  return newest;
}

/// A language model's vocabulary has the end of a text, which it must be able to predict.
std::vector<std::string> first_tokens(PretrainedKind objective) {
  if (objective == PretrainedKind::kLanguageModel) return {std::string(Vocabulary::kEnd)};
  return {};
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace

TrainingEnd run_pretraining(const TrainOptions& options) {
  ExperimentInput input;
  PretrainingConfig config = load_pretraining(options.config, options.overrides, &input);
  use_device(config.trainer.device);
  const std::shared_ptr<ThreadPool> pool = start_threads(config.trainer, options.threads);

  RunDirectory directory(options.run_directory);
  std::optional<PretrainingCheckpoint> resumed;
  if (options.resume) {
    bool finished = false;
    resumed = newest_checkpoint(config, directory, finished);
    if (finished) return TrainingEnd::kCompleted;
  } else if (!options.dry_run) {
    directory.expect_free(options.force);
    if (options.force) expect_to_keep_inputs(options, config, directory);
  }

  const auto seed = static_cast<uint64_t>(config.seed);
  TextCorpus corpus = read_texts({.locations = config.data.train.paths,
                                  .rows = config.data.rows,
                                  .labels = config.data.labels,
                                  .valid_fraction = config.data.valid_fraction},
                                 config.tokenizer, config.vocabulary, first_tokens(config.objective), seed);
  if (config.objective == PretrainedKind::kVectors) {
    expect_vectors_memory(config, static_cast<int64_t>(corpus.vocabulary.size()));
    const VectorsTask task{options, config, input, corpus, *pool};
    if (options.dry_run) {
      print(describe_vectors_plan(task));
      return TrainingEnd::kCompleted;
    }
    if (!options.resume) directory.claim_new(options.force);
    return run_vectors(task, directory, resumed);
  }
  expect_memory(config, corpus);
  ModelConfig layers = config.model.shape.recurrent_part();
  layers.forget_bias = config.model.forget_bias;
  const Parameters initial = initial_parameters(
      parameter_shapes(config.objective, config.model.shape, static_cast<int64_t>(corpus.vocabulary.size())),
      layers, seed);
  if (options.dry_run) {
    print(describe_plan(config, corpus, initial, pool));
    return TrainingEnd::kCompleted;
  }
  if (!options.resume) directory.claim_new(options.force);
  return PretrainingRun(options, std::move(config), std::move(input), directory, std::move(corpus), pool)
      .start(initial, resumed);
}

}  // namespace sentiment
