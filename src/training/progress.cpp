#include "training/progress.h"

#include "core/concat.h"
#include "core/error.h"

namespace sentiment {

Json to_json(const Progress& progress) {
  Json best = nullptr;
  if (progress.best) {
    best = {{"metric", progress.best->metric}, {"accuracy", progress.best->accuracy},
            {"loss", progress.best->loss},     {"macro_f1", progress.best->macro_f1},
            {"step", progress.best->step},     {"epoch", progress.best->epoch}};
  }
  return {{"step", progress.step},
          {"best", best},
          {"stale_epochs", progress.stale_epochs},
          {"plateau_scale", progress.plateau.scale},
          {"plateau_stale", progress.plateau.stale},
          {"divergences", progress.divergences},
          {"rate_factor", progress.rate_factor},
          {"gradient", progress.gradient.state()},
          {"stuck",
           {{"steps", progress.stuck.steps},
            {"loss", progress.stuck.loss},
            {"correct", progress.stuck.correct},
            {"reviews", progress.stuck.reviews},
            {"said", progress.stuck.said}}},
          {"clipped_steps", progress.clipped_steps},
          {"tokens", progress.tokens},
          {"gradient_tokens", progress.gradient_tokens},
          {"seconds", progress.seconds},
          {"finished", progress.finished}};
}

Progress progress_from_json(const Json& json) {
  try {
    Progress progress;
    json.at("step").get_to(progress.step);
    if (const Json& best = json.at("best"); !best.is_null()) {
      progress.best = BestModel{.metric = best.at("metric").get<double>(),
                                .accuracy = best.at("accuracy").get<double>(),
                                .loss = best.at("loss").get<double>(),
                                .macro_f1 = best.at("macro_f1").get<double>(),
                                .step = best.at("step").get<int64_t>(),
                                .epoch = best.at("epoch").get<int64_t>()};
    }
    json.at("stale_epochs").get_to(progress.stale_epochs);
    json.at("plateau_scale").get_to(progress.plateau.scale);
    json.at("plateau_stale").get_to(progress.plateau.stale);
    if (json.contains("divergences")) {
      json.at("divergences").get_to(progress.divergences);
      json.at("rate_factor").get_to(progress.rate_factor);
      progress.gradient = GradientRecord::from_state(json.at("gradient"));
      const Json& stuck = json.at("stuck");
      progress.stuck = {.steps = stuck.at("steps").get<int64_t>(),
                        .loss = stuck.at("loss").get<double>(),
                        .correct = stuck.at("correct").get<int64_t>(),
                        .reviews = stuck.at("reviews").get<int64_t>(),
                        .said = stuck.at("said").get<bool>()};
    }
    json.at("clipped_steps").get_to(progress.clipped_steps);
    json.at("tokens").get_to(progress.tokens);
    json.at("gradient_tokens").get_to(progress.gradient_tokens);
    json.at("seconds").get_to(progress.seconds);
    json.at("finished").get_to(progress.finished);
    return progress;
  } catch (const Json::exception& error) {
    throw FormatError(concat("checkpoint: the state is not what this program writes: ", error.what()));
  }
}

}  // namespace sentiment
