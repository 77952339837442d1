#include "training/vectors_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/concat.h"
#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/log.h"
#include "core/quote.h"
#include "embedding/skip_gram.h"
#include "report/report_page.h"
#include "training/backend_threads.h"
#include "training/pretraining_log.h"
#include "training/provenance.h"
#include "training/run_journal.h"
#include "training/training_log.h"
#include "training/vectors_memory.h"
#include "training/vectors_resume.h"

namespace sentiment {
namespace {

constexpr int kBatchesPerStep = 64;
constexpr double kNoLoss = 0.0;  // of texts without a pair of words: any pair's is above it

TokenTexts token_texts(const TextList& texts) { return {texts.all_ids(), texts.begins()}; }

SkipGram trainer_for(const VectorsTask& task) {
  return {token_texts(task.corpus.train.texts), static_cast<int64_t>(task.corpus.vocabulary.size()),
          task.config.model.shape.embedding_size, task.config.vectors,
          static_cast<uint64_t>(task.config.seed)};
}

/// Texts of one word each teach nothing, and cost nothing: a loss of zero would look like success.
void expect_pairs(const SkipGramProgress& epoch) {
  if (epoch.pairs > 0) return;
  throw DataError(
      "data.train: expected texts in which words stand next to each other, found an epoch without a pair of "
      "words; is data.text_column the column of the texts, and vectors.subsample large enough?");
}

class VectorsRun {
 public:
  VectorsRun(const VectorsTask& task, const RunDirectory& directory)
      : task_(task),
        config_(task.config),
        corpus_(task.corpus),
        directory_(directory),
        trainer_(trainer_for(task)),
        journal_(task.options, directory,
                 {task.config.seed, environment_of(task.config.trainer, task.options.threads),
                  data_hashes_of(task.corpus)}) {}

  void restore(const PretrainingCheckpoint& checkpoint);
  TrainingEnd start();

 private:
  TrainingEnd train();
  bool step();
  void log_start() const;
  void log_interval();
  void end_epoch();
  void save() const;
  TrainingEnd finish(TrainingEnd end);
  void write_metrics() const;
  PretrainedModel model() const;

  const VectorsTask& task_;
  const PretrainingConfig& config_;
  const TextCorpus& corpus_;
  const RunDirectory& directory_;
  SkipGram trainer_;
  Progress progress_;
  RunJournal journal_;
  std::chrono::steady_clock::time_point last_time_;
  int64_t logged_words_ = 0;  // read, at the last line of the log
  double logged_seconds_ = 0.0;
};

void VectorsRun::restore(const PretrainingCheckpoint& checkpoint) {
  progress_ = restore_trainer(trainer_, checkpoint, model(), config_.vectors.epochs, journal_.origin());
}

TrainingEnd VectorsRun::start() {
  journal_.open(to_json(config_), task_.input, config_.trainer.tensorboard,
                progress_.step > 0 ? progress_.step : -1);
  log_start();
  journal_.write_meta("running", progress_);
  watch_for_interrupts();
  return journal_.run(progress_, [&] { return finish(train()); });
}

TrainingEnd VectorsRun::train() {
  last_time_ = std::chrono::steady_clock::now();
  logged_seconds_ = progress_.seconds;
  logged_words_ = trainer_.words_done();
  const std::optional<int64_t> every = config_.checkpoint.every_steps;
  while (!trainer_.done()) {
    const bool epoch_ended = step();
    if (epoch_ended) expect_pairs(trainer_.last_epoch());
    const double loss = (epoch_ended ? trainer_.last_epoch() : trainer_.progress()).loss;
    if (!std::isfinite(loss)) return TrainingEnd::kDiverged;
    if (epoch_ended) {
      end_epoch();
    } else if (progress_.step % config_.trainer.log_every_steps == 0) {
      log_interval();
    }
    if (trainer_.done()) progress_.finished = "completed";
    const bool stop = pending_interrupt() != 0 && !trainer_.done();
    if (epoch_ended || stop || (every && progress_.step % *every == 0)) save();
    if (stop) return TrainingEnd::kInterrupted;
  }
  return TrainingEnd::kCompleted;
}

/// Trains on some batches; whether an epoch ended with them.
bool VectorsRun::step() {
  const int64_t words_before = trainer_.words_done();
  bool epoch_ended = false;
  for (int i = 0; i < kBatchesPerStep && !epoch_ended; ++i)
    epoch_ended = trainer_.step(task_.pool) == SkipGram::Step::kEpochEnd;
  ++progress_.step;
  progress_.tokens += trainer_.words_done() - words_before;
  const auto now = std::chrono::steady_clock::now();
  progress_.seconds += std::chrono::duration<double>(now - std::exchange(last_time_, now)).count();
  return epoch_ended;
}

void VectorsRun::log_start() const {
  log_texts(corpus_);
  log_info(concat("vocabulary: ", corpus_.vocabulary.size(), " entries for ", corpus_.distinct_tokens,
                  " different tokens; vectors of ", config_.model.shape.embedding_size, " numbers; ",
                  describe_backend(config_.trainer, task_.options.threads)));
  if (progress_.step > 0) log_info(concat("resuming after step ", progress_.step));
}

void VectorsRun::log_interval() {
  const double share = trainer_.share_done();
  const int64_t words = trainer_.words_done();
  const double seconds = progress_.seconds - std::exchange(logged_seconds_, progress_.seconds);
  const double rate =
      static_cast<double>(words - std::exchange(logged_words_, words)) / std::max(seconds, 1e-9);
  const double left = progress_.seconds / std::max(share, 1e-9) * (1.0 - share);
  const int64_t epoch = trainer_.progress().epoch + 1;
  const double loss = trainer_.progress().mean_loss();
  log_info(concat("epoch ", epoch, "/", config_.vectors.epochs, "  step ", progress_.step, "  loss ",
                  fixed(loss, 4), "  lr ", scientific(trainer_.learning_rate(), 2), "  ",
                  fixed(rate / 1000.0, 0), "k words/s  ", clock_time(left), " left"));
  journal_.metrics().append({{"event", "interval"},
                             {"time", unix_time()},
                             {"step", progress_.step},
                             {"epoch", epoch},
                             {"loss", loss},
                             {"learning_rate", trainer_.learning_rate()},
                             {"words_per_second", rate}});
}

/// Measures the vectors, and keeps them: the rate falls all along the run, so the last ones are the best.
void VectorsRun::end_epoch() {
  const std::optional<double> loss = trainer_.loss_of(token_texts(corpus_.valid.texts), task_.pool);
  const double train_loss = trainer_.last_epoch().mean_loss();
  const int64_t epoch = trainer_.progress().epoch;  // counts those that have ended
  progress_.best = BestModel{.metric = loss.value_or(kNoLoss),
                             .loss = loss.value_or(kNoLoss),
                             .step = progress_.step,
                             .epoch = epoch};
  log_info(concat("epoch ", epoch, "/", config_.vectors.epochs, "  validation: ",
                  loss ? concat("loss ", fixed(*loss, 4)) : std::string("no pair of words, so no loss"),
                  "  (training ", fixed(train_loss, 4), ")"));
  journal_.metrics().append({{"event", "validation"},
                             {"time", unix_time()},
                             {"step", progress_.step},
                             {"epoch", epoch},
                             {"loss", loss ? Json(*loss) : Json()},
                             {"train_loss", train_loss}});
  write_pretrained(directory_.model(), model());
}

void VectorsRun::save() const {
  write_checkpoint(directory_.checkpoints(), make_checkpoint(trainer_, model(), progress_, journal_.origin()),
                   config_.checkpoint.keep);
}

TrainingEnd VectorsRun::finish(TrainingEnd end) {
  const std::string folder = printable(directory_.path().native());
  const std::string kept =
      progress_.best ? concat("the vectors of epoch ", progress_.best->epoch, " are kept in ", folder)
                     : std::string("no epoch had ended, so there are no vectors yet");
  if (end == TrainingEnd::kInterrupted) {
    journal_.write_meta("interrupted", progress_);
    log_info(concat("stopped after step ", progress_.step, " and saved; ", kept, "; continue with --resume"));
    return end;
  }
  write_metrics();
  if (end == TrainingEnd::kDiverged) {
    journal_.write_meta("diverged", progress_);
    if (config_.trainer.report) write_report(directory_.path(), task_.pool);
    log_error(concat(folder, ": learning vectors diverged after step ", progress_.step,
                     ": expected a finite loss, found one that is not; ", kept,
                     "; lower vectors.learning_rate"));
    return end;
  }
  journal_.write_meta(progress_.finished, progress_);
  if (config_.trainer.report) write_report(directory_.path(), task_.pool);
  log_info(concat(progress_.finished, " after ", config_.vectors.epochs, " epochs and ",
                  clock_time(progress_.seconds), "; ", kept, "; next: sentiment export ", folder,
                  " --vectors vectors.txt"));
  return end;
}

void VectorsRun::write_metrics() const {
  Json metrics = {{"objective", name_of(config_.objective)},
                  {"steps", progress_.step},
                  {"epochs", trainer_.progress().epoch},
                  {"seconds", progress_.seconds},
                  {"tokens", progress_.tokens},
                  {"finished", progress_.finished},
                  {"texts", text_counts_of(corpus_)}};
  if (progress_.best) {
    const double loss = progress_.best->loss;
    metrics["best"] = {{"epoch", progress_.best->epoch},
                       {"step", progress_.best->step},
                       {"loss", loss == kNoLoss ? Json() : Json(loss)},
                       {"measured_on", "validation part"}};
  }
  replace_file(directory_.metrics(), dump_json(metrics, 2) + "\n");
}

PretrainedModel VectorsRun::model() const {
  PretrainedModel model;
  model.kind = PretrainedKind::kVectors;
  model.tokenizer = config_.tokenizer;
  model.vocabulary = corpus_.vocabulary;
  model.shape = config_.model.shape;
  model.parameters.push_back(
      {"embedding.weight",
       {static_cast<int64_t>(corpus_.vocabulary.size()), config_.model.shape.embedding_size},
       trainer_.vectors()});
  return model;
}

}  // namespace

TrainingEnd run_vectors(const VectorsTask& task, RunDirectory& directory,
                        const std::optional<PretrainingCheckpoint>& resumed) {
  VectorsRun run(task, directory);
  if (resumed) run.restore(*resumed);
  return run.start();
}

std::string describe_vectors_plan(const VectorsTask& task) {
  SkipGram trainer = trainer_for(task);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kBatchesPerStep && !trainer.done(); ++i) {
    if (trainer.step(task.pool) == SkipGram::Step::kEpochEnd) expect_pairs(trainer.last_epoch());
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const double all = seconds / std::max(trainer.share_done(), 1e-9);
  const double bytes =
      estimate_vectors_memory(task.config, static_cast<int64_t>(task.corpus.vocabulary.size()));
  return concat(
      describe(task.corpus.train, "train"), "\n", describe(task.corpus.valid, "valid (taken from train)"),
      "\nvocabulary: ", task.corpus.vocabulary.size(), " entries; vectors of ",
      task.config.model.shape.embedding_size, " numbers\nmemory: about ", fixed(bytes / 1e6, 0),
      " MB for both tables, a batch and saving, beside libtorch and the texts\n", "time: about ",
      clock_time(all), " for ", task.config.vectors.epochs, " epochs on ", task.pool.threads(), " threads\n");
}

}  // namespace sentiment
