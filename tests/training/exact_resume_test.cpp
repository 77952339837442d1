// A run that goes on from any of its checkpoints against the one that was never stopped; and whether the
// comparison would notice if a checkpoint lacked a piece of the state.
//
// Rows: D1 D2 D5

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "support/tiny_corpus.h"
#include "training/resume.h"

namespace sentiment {
namespace {

constexpr int64_t kStepsPerEpoch = 10;

ExperimentConfig base() {
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  config.trainer.batch_size = 8;
  config.trainer.optimizer.learning_rate = 0.02;
  config.checkpoint.every_steps = 1;
  return config;
}

/// Three epochs: dropout of every kind, moments, average, a rate that rises and falls.
ExperimentConfig three_epochs() {
  ExperimentConfig config = base();
  config.model.layers = 2;
  config.model.layer_dropout = 0.2;
  config.trainer.epochs = 3;
  config.trainer.optimizer.type = OptimizerType::kAdamW;
  config.trainer.optimizer.weight_decay = 0.01;
  return config;
}

/// Labels are random, so that validation does not go on improving: the rate is cut, and the run stops early.
ExperimentConfig until_it_stops() {
  ExperimentConfig config = base();
  config.trainer.epochs = 30;
  config.trainer.patience = 5;
  config.trainer.schedule.type = ScheduleType::kPlateau;
  config.trainer.schedule.patience = 1;
  return config;
}

/// Everything that a run comes to, from the step it begins at.
struct Outcome {
  std::vector<double> losses;       // of the steps
  std::vector<double> validations;  // losses of the epochs
  TrainerTensors tensors;
  Json progress;  // without what a clock has measured
};

class Observer : public TrainingObserver {
 public:
  explicit Observer(const Corpus& corpus) : corpus_(corpus) {}
  void on_step(const Trainer&, const StepReport& report) override { outcome.losses.push_back(report.loss); }
  void on_validation(const Trainer&, const Validation& validation, bool) override {
    outcome.validations.push_back(validation.loss);
  }
  void on_checkpoint(const Trainer& trainer) override {
    const Model model{.config = {},
                      .tokenizer = {},
                      .vocabulary = corpus_.vocabulary,
                      .labels = corpus_.labels,
                      .parameters = {}};
    checkpoints[trainer.progress().step] = make_checkpoint(trainer, model, RunOrigin{});
  }
  bool wants_to_stop() override { return false; }

  Outcome outcome;
  std::map<int64_t, Checkpoint> checkpoints;

 private:
  const Corpus& corpus_;
};

struct Whole {
  Outcome outcome;
  std::map<int64_t, Checkpoint> checkpoints;  // of every step
};

/// Runs to the end, from a checkpoint if one is given.
Whole run(const ExperimentConfig& config, const Checkpoint* from = nullptr) {
  const Corpus corpus = tiny_corpus();
  Trainer trainer(config, corpus, initial_parameters(config.model, 20, 2, 5), at::kCPU,
                  std::make_shared<ThreadPool>(1));
  if (from != nullptr) {
    Checkpoint checkpoint = *from;
    checkpoint.state = parse_json(dump_json(checkpoint.state, 2));  // as on the disk
    restore_trainer(trainer, checkpoint);
  }
  Observer observer(corpus);
  trainer.run(observer);
  observer.outcome.tensors = trainer.tensors();
  observer.outcome.progress = to_json(trainer.progress());
  observer.outcome.progress.erase("seconds");
  return {std::move(observer.outcome), std::move(observer.checkpoints)};
}

bool same_bits(const Parameters& a, const Parameters& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const NamedTensor& x, const NamedTensor& y) {
    return x.name == y.name && x.values == y.values;
  });
}

bool same(const TrainerTensors& a, const TrainerTensors& b) {
  return same_bits(a.current, b.current) && same_bits(a.average, b.average) &&
         same_bits(a.optimizer, b.optimizer);
}

std::vector<double> tail(const std::vector<double>& values, std::size_t first) {
  return {values.begin() + static_cast<std::ptrdiff_t>(first), values.end()};
}

void expect_exact_from_every_step(const ExperimentConfig& config, const Whole& whole) {
  const auto last = static_cast<int64_t>(whole.outcome.losses.size());
  ASSERT_EQ(whole.checkpoints.size(), static_cast<std::size_t>(last) + 1);
  for (int64_t step = 0; step <= last; ++step) {
    const Outcome resumed = run(config, &whole.checkpoints.at(step)).outcome;
    EXPECT_EQ(resumed.losses, tail(whole.outcome.losses, static_cast<std::size_t>(step))) << step;
    EXPECT_EQ(resumed.validations,
              tail(whole.outcome.validations, static_cast<std::size_t>(step / kStepsPerEpoch)))
        << step;
    EXPECT_EQ(resumed.progress, whole.outcome.progress) << step;
    EXPECT_TRUE(same(resumed.tensors, whole.outcome.tensors)) << step;
  }
}

TEST(ExactResume, OfEveryStepOfThreeEpochs) {
  const Whole whole = run(three_epochs());
  EXPECT_EQ(whole.outcome.losses.size(), 30u);
  EXPECT_EQ(whole.outcome.progress.at("finished"), "completed");
  expect_exact_from_every_step(three_epochs(), whole);
}

TEST(ExactResume, OfEveryStepUntilTheRateIsCutAndTheRunStops) {
  const Whole whole = run(until_it_stops());
  EXPECT_EQ(whole.outcome.progress.at("finished"), "stopped early");
  EXPECT_LT(whole.outcome.progress.at("plateau_scale").get<double>(), 0.5);
  expect_exact_from_every_step(until_it_stops(), whole);
}

void zero(Parameters& tensors, std::string_view prefix) {
  for (NamedTensor& tensor : tensors) {
    if (tensor.name.starts_with(prefix)) std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
  }
}

const std::map<std::string, std::function<void(Checkpoint&)>> kWaysToForget = {
    {"weights", [](Checkpoint& c) { zero(c.model.parameters, "output."); }},
    {"average", [](Checkpoint& c) { zero(c.tensors, "average."); }},
    {"first moments", [](Checkpoint& c) { zero(c.tensors, "optimizer.exp_avg."); }},
    {"second moments", [](Checkpoint& c) { zero(c.tensors, "optimizer.exp_avg_sq."); }},
    {"step", [](Checkpoint& c) { c.state["progress"]["step"] = --c.step; }},
    {"the rate's cuts", [](Checkpoint& c) { c.state["progress"]["plateau_scale"] = 1.0; }},
    {"epochs until the next cut", [](Checkpoint& c) { c.state["progress"]["plateau_stale"] = 0; }},
    {"epochs until it stops", [](Checkpoint& c) { c.state["progress"]["stale_epochs"] = 0; }},
    {"best epoch", [](Checkpoint& c) { c.state["progress"]["best"] = nullptr; }},
};

class LostPiece : public testing::TestWithParam<std::string> {};

/// A checkpoint in which the piece is what a new run has anyway says nothing; of the others one must tell.
TEST_P(LostPiece, IsNoticedByTheComparison) {
  static const Whole whole = run(until_it_stops());
  const auto differs = [&](const auto& saved) {
    if (saved.first % kStepsPerEpoch != 0 || saved.first == 0) return false;
    Checkpoint checkpoint = saved.second;
    if (checkpoint.state["progress"]["finished"] != "") return false;
    kWaysToForget.at(GetParam())(checkpoint);
    const Outcome resumed = run(until_it_stops(), &checkpoint).outcome;
    return resumed.losses != tail(whole.outcome.losses, static_cast<std::size_t>(saved.first)) ||
           resumed.progress != whole.outcome.progress || !same(resumed.tensors, whole.outcome.tensors);
  };
  EXPECT_TRUE(std::any_of(whole.checkpoints.begin(), whole.checkpoints.end(), differs));
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& [name, lose] : kWaysToForget) found.push_back(name);
  return found;
}

INSTANTIATE_TEST_SUITE_P(EveryPiece, LostPiece, testing::ValuesIn(names()));

}  // namespace
}  // namespace sentiment
