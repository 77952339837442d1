#include "training/resume.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/concat.h"
#include "core/error.h"
#include "core/log.h"
#include "core/quote.h"
#include "json/settings_writer.h"
#include "training/named_tensors.h"

namespace sentiment {
namespace {

constexpr std::string_view kAverage = "average.";
constexpr std::string_view kOptimizer = "optimizer.";
constexpr std::string_view kGood = "good.";  // what training goes back to: "good.current.NAME", ...
constexpr std::string_view kCurrent = "current.";
constexpr const char* kGoodProgress = "good_progress";

constexpr std::array<std::string_view, 11> kMayChange = {"trainer.log_every_steps",
                                                         "trainer.diagnostics",
                                                         "trainer.tensorboard",
                                                         "trainer.report",
                                                         "checkpoint.every_steps",
                                                         "checkpoint.keep",
                                                         "data.train",
                                                         "data.valid",
                                                         "data.test",
                                                         "data.unlabelled",
                                                         "model.initialize_from"};

void append_good_state(Checkpoint& checkpoint, const GoodState& good) {
  append_with_prefix(checkpoint.tensors, concat(kGood, kCurrent), good.tensors.current);
  append_with_prefix(checkpoint.tensors, concat(kGood, kAverage), good.tensors.average);
  append_with_prefix(checkpoint.tensors, concat(kGood, kOptimizer), good.tensors.optimizer);
  checkpoint.state[kGoodProgress] = to_json(good.progress);
}

/// None where the checkpoint is itself the state to go back to.
std::optional<GoodState> good_state_of(const Checkpoint& checkpoint) {
  const auto progress = checkpoint.state.find(kGoodProgress);
  if (progress == checkpoint.state.end()) return std::nullopt;
  const Parameters& model = checkpoint.model.parameters;
  const Parameters tensors = with_prefix(checkpoint.tensors, kGood);
  return GoodState{.tensors = {.current = in_order_of(model, with_prefix(tensors, kCurrent)),
                               .average = in_order_of(model, with_prefix(tensors, kAverage)),
                               .optimizer = with_prefix(tensors, kOptimizer),
                               .carried = {}},
                   .progress = progress_from_json(*progress)};
}

/// The names of all tensors that a checkpoint of this trainer may have, beside the model's.
std::vector<std::string> names_of(const Trainer& trainer) {
  const TrainerTensors own = trainer.tensors();
  std::vector<std::string> names;
  append_names(names, kAverage, own.average);
  append_names(names, kOptimizer, own.optimizer);
  append_names(names, concat(kGood, kCurrent), own.current);
  append_names(names, concat(kGood, kAverage), own.average);
  append_names(names, concat(kGood, kOptimizer), own.optimizer);
  return names;
}

/// A setting that the run was started without, because its program had none of that name, had its default.
void collect_differences(const Json& before, const Json& defaults, const Json& now, const std::string& path,
                         std::vector<std::string>& problems) {
  const auto member = [](const Json& json, const std::string& name, const Json& otherwise) {
    return json.is_object() && json.contains(name) ? json.at(name) : otherwise;
  };
  for (const auto& [name, value] : now.items()) {
    const std::string inner = path.empty() ? name : concat(path, ".", name);
    const Json usual = member(defaults, name, Json());
    const Json was = member(before, name, usual);
    if (value.is_object()) {
      collect_differences(was, usual, value, inner, problems);
    } else if (was != value && std::find(kMayChange.begin(), kMayChange.end(), inner) == kMayChange.end()) {
      problems.push_back(concat(inner, ": the run was started with ", dump_json(was), ", now it is ",
                                dump_json(value), "; a resumed run cannot change it"));
    }
  }
}

template <class Settings>
Json settings_of(Settings settings) {
  SettingsWriter writer;
  visit_settings(settings, writer);
  return writer.result;
}

}  // namespace

Checkpoint make_checkpoint(const Trainer& trainer, Model model, const RunOrigin& origin) {
  TrainerTensors tensors = trainer.tensors();
  Checkpoint checkpoint;
  checkpoint.step = trainer.progress().step;
  checkpoint.model = std::move(model);
  checkpoint.model.parameters = std::move(tensors.current);
  append_with_prefix(checkpoint.tensors, kAverage, std::move(tensors.average));
  append_with_prefix(checkpoint.tensors, kOptimizer, std::move(tensors.optimizer));
  checkpoint.state = {
      {"progress", to_json(trainer.progress())}, {"data", origin.data}, {"environment", origin.environment}};
  if (const GoodState* good = trainer.good_state()) append_good_state(checkpoint, *good);
  return checkpoint;
}

SavedState saved_state(const Checkpoint& checkpoint) {
  return saved_state(checkpoint.state, checkpoint.step);
}

SavedState saved_state(const Json& state, int64_t step) {
  const auto object = [&](const char* name) -> const Json& {
    const auto found = state.find(name);
    if (found == state.end() || !found->is_object()) {
      throw FormatError(concat("checkpoint: state.json: expected an object ", name, ", found none"));
    }
    return *found;
  };
  SavedState saved{.progress = progress_from_json(object("progress")),
                   .data = object("data"),
                   .environment = object("environment")};
  if (saved.progress.step != step) {
    throw FormatError(
        concat("checkpoint: state.json: expected step ", step, ", found ", saved.progress.step));
  }
  const std::string& finished = saved.progress.finished;
  const bool known = finished.empty() || finished == "completed" || finished == "stopped early";
  if (!known || (!finished.empty() && !saved.progress.best)) {
    throw FormatError(
        concat("checkpoint: state.json: expected a run that goes on, or has ended with a best epoch, found ",
               quote(finished)));
  }
  return saved;
}

void restore_trainer(Trainer& trainer, const Checkpoint& checkpoint) {
  const Parameters& current = checkpoint.model.parameters;
  expect_own_tensors(names_of(trainer), checkpoint.tensors);
  const std::optional<GoodState> good = good_state_of(checkpoint);
  if (good) trainer.restore(good->tensors, good->progress);  // its faults are said now, not once it is needed
  trainer.restore({.current = current,
                   .average = in_order_of(current, with_prefix(checkpoint.tensors, kAverage)),
                   .optimizer = with_prefix(checkpoint.tensors, kOptimizer),
                   .carried = {}},
                  saved_state(checkpoint).progress, good);
}

void expect_same_model(const Model& before, const Model& now) {
  const auto expect = [](bool same, const char* what) {
    if (same) return;
    throw FormatError(concat("checkpoint: expected the run's ", what,
                             ", found another; is it the checkpoint of another run?"));
  };
  expect(settings_of(before.config) == settings_of(now.config), "model settings");
  expect(settings_of(before.tokenizer) == settings_of(now.tokenizer), "tokenizer");
  expect(before.labels == now.labels, "labels");
  expect(before.vocabulary.to_bytes() == now.vocabulary.to_bytes(), "vocabulary");
}

void expect_same_config(const Json& before, const Json& now) {
  expect_same_config(before, to_json(ExperimentConfig{}), now);
}

void expect_same_config(const Json& before, const Json& defaults, const Json& now) {
  std::vector<std::string> problems;
  collect_differences(before, defaults, now, "", problems);
  if (!problems.empty()) throw ConfigError(problems);
}

void expect_same_data(const Json& before, const Json& now) {
  for (const char* part : {"train", "valid", "test", "unlabelled"}) {
    const Json was = before.value(part, Json());
    const Json is = now.value(part, Json());
    const bool optional = std::string_view(part) == "test";
    if (was == is || (optional && (was.is_null() || is.is_null()))) continue;
    throw DataError(concat("data.", part, ": the ", part,
                           " part has changed since the run was started; a resumed run needs the same data"));
  }
  if (before.value("initialize_from", Json()) != now.value("initialize_from", Json())) {
    throw DataError(
        "model.initialize_from: the pretrained file is not the one that the run was started from; a resumed "
        "run "
        "needs the same file");
  }
}

void warn_of_other_environment(const Json& before, const Json& now) {
  for (const auto& [name, was] : before.items()) {
    const Json is = now.value(name, Json());
    if (is == was) continue;
    log_warning(concat("resuming with another ", name, " (", dump_json(was), " before, ", dump_json(is),
                       " now): the result will differ in its last bits"));
  }
}

}  // namespace sentiment
