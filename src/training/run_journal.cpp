#include "training/run_journal.h"

#include "core/files.h"
#include "core/log.h"

namespace sentiment {

void RunJournal::open(const Json& config, const ExperimentInput& input, bool tensorboard, int64_t last_step) {
  if (options_.force) directory_.clear();
  replace_file(directory_.config(), dump_json(config, 2) + "\n");
  if (!options_.resume) {
    const Json given = {{"config", parse_json(input.text)}, {"overrides", input.overrides}};
    replace_file(directory_.input(), dump_json(given, 2) + "\n");
  }
  open_log_file(directory_.log());
  metrics_.emplace(directory_.metric_events(), last_step,
                   tensorboard ? std::optional(directory_.tensorboard_events()) : std::nullopt);
}

void RunJournal::write_meta(const std::string& exit_reason, const Progress& progress) const {
  const Json meta = {{"version", SENTIMENT_VERSION},
                     {"seed", origin_.seed},
                     {"environment", origin_.environment},
                     {"threads", options_.threads},
                     {"data", origin_.data},
                     {"started", started_},
                     {"written", utc_now()},
                     {"training_seconds", progress.seconds},
                     {"steps", progress.step},
                     {"divergences", progress.divergences},
                     {"exit_reason", exit_reason}};
  replace_file(directory_.meta(), dump_json(meta, 2) + "\n");
}

void RunJournal::go_back(const Divergence& divergence, int64_t retries, int64_t step) {
  log_warning(describe(divergence, retries));
  metrics_->go_back_to(step);
  Json event = to_json(divergence);
  event["time"] = unix_time();
  metrics_->append(event);
}

}  // namespace sentiment
