// The files of a run while it goes on, the same whatever is trained: config.json, train.log, metrics.jsonl
// and meta.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checkpoint/run_directory.h"
#include "config/experiment_config.h"
#include "core/error.h"
#include "json/strict_json.h"
#include "training/divergence.h"
#include "training/metrics_file.h"
#include "training/progress.h"
#include "training/provenance.h"
#include "training/train_options.h"
#include "training/training_end.h"

namespace sentiment {

class RunJournal {
 public:
  /// Borrows the options and the directory.
  RunJournal(const TrainOptions& options, const RunDirectory& directory, RunOrigin origin)
      : options_(options), directory_(directory), origin_(std::move(origin)) {}

  /// Empties the folder with --force, writes the config (a new run's input too), and opens the log and the
  /// events, keeping those up to `last_step`. Throws Error.
  void open(const Json& config, const ExperimentInput& input, bool tensorboard, int64_t last_step);

  const RunOrigin& origin() const { return origin_; }
  /// After open.
  MetricsFile& metrics() { return *metrics_; }
  const MetricsFile& metrics() const { return *metrics_; }

  /// Says how far the run is and how it ended, "running" if it has not. Throws Error.
  void write_meta(const std::string& exit_reason, const Progress& progress) const;

  /// Warns of a divergence from which training has gone back to `step`, and takes back the events since then.
  /// Throws Error.
  void go_back(const Divergence& divergence, int64_t retries, int64_t step);

  /// `body()`; if it throws, meta.json says so first.
  template <class Body>
  TrainingEnd run(const Progress& progress, const Body& body) const {
    try {
      return body();
    } catch (...) {
      try {
        write_meta("failed", progress);
      } catch (const Error&) {  // the disk that is full may be why training failed
      }
      throw;
    }
  }

 private:
  const TrainOptions& options_;
  const RunDirectory& directory_;
  RunOrigin origin_;
  std::string started_ = utc_now();
  std::optional<MetricsFile> metrics_;
};

}  // namespace sentiment
