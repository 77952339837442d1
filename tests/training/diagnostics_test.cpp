#include "training/diagnostics.h"

#include <gtest/gtest.h>

#include "core/log.h"
#include "support/temporary_folder.h"
#include "support/tiny_corpus.h"
#include "training/gradient_summary.h"

namespace sentiment {
namespace {

ExperimentConfig small_experiment() {
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  config.trainer.epochs = 10;
  config.trainer.batch_size = 8;  // 10 steps an epoch
  config.trainer.clip_value = 0.001;
  return config;
}

Parameters start(const ExperimentConfig& config) { return initial_parameters(config.model, 20, 2, 5); }

/// Trains with diagnostics as a run does.
class WatchedRun : public TrainingObserver {
 public:
  explicit WatchedRun(const ExperimentConfig& config) : WatchedRun(config, start(config)) {}
  WatchedRun(const ExperimentConfig& config, const Parameters& initial)
      : trainer(config, corpus, initial, at::kCPU, std::make_shared<ThreadPool>(1)),
        metrics(folder.path() / "metrics.jsonl", 0),
        trainer_config_(config.trainer),
        diagnostics_(config, corpus, nullptr, 1) {
    diagnostics_.probe(trainer, 0, metrics);
  }
  void on_step(const Trainer&, const StepReport& report) override {
    diagnostics_.watch(report, metrics);
    cut_elements += report.cut_elements;
    if (!report.parts.empty()) ++close_looks;
  }
  void on_validation(const Trainer&, const Validation&, bool) override {
    diagnostics_.probe(trainer, trainer.epoch(), metrics);
  }
  void on_checkpoint(const Trainer&) override {}
  bool wants_to_stop() override { return false; }
  Json summary() const {
    Json all = Json::object();
    summarize_gradients(trainer_config_, trainer.progress(), metrics, all);
    return all;
  }
  Diagnostics& diagnostics() { return diagnostics_; }

  const TemporaryFolder folder;
  const Corpus corpus = tiny_corpus();
  Trainer trainer;
  MetricsFile metrics;
  int64_t cut_elements = 0;
  int64_t close_looks = 0;

 private:
  TrainerConfig trainer_config_;
  Diagnostics diagnostics_;
};

TEST(Diagnostics, KeepACurveForEachEpochAndDirection) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 2;
  WatchedRun run(config);
  run.diagnostics().probe(run.trainer, 0, run.metrics);  // as a run that was killed before its first step
  run.trainer.run(run);
  const Json summary = run.summary();
  const std::vector<GradientFlow> flows = gradient_flows(summary);
  ASSERT_EQ(flows.size(), 6u);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    EXPECT_EQ(flows[i].epoch, static_cast<int64_t>(i / 2));
    EXPECT_EQ(flows[i].reverse, i % 2 == 1);
    EXPECT_GT(flows[i].norms.back(), 0.0);
  }
  EXPECT_NE(flows[0].norms, flows[2].norms);
  const std::vector<Json> events = run.metrics.events("gradient_flow");
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events.back().at("step"), 20);
}

TEST(Diagnostics, SummarizeTheStepsInFiguresAndSentences) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 2;
  config.trainer.log_every_steps = 4;
  WatchedRun run(config);
  run.trainer.run(run);
  const Json gradient = run.summary().at("gradient");
  EXPECT_EQ(gradient.at("steps"), 20);
  EXPECT_EQ(run.close_looks, 6);  // steps 4, 8, 10, 12, 16 and 20
  EXPECT_GT(run.cut_elements, 0);
  EXPECT_EQ(gradient.at("cut_share"), 1.0);
  EXPECT_GT(gradient.at("cut_element_share").get<double>(), 0.05);
  EXPECT_EQ(gradient.at("norms").size(), 10u);  // embedding, four gates in two directions, head
  const auto sentences = gradient.at("sentences").get<std::vector<std::string>>();
  ASSERT_EQ(sentences.size(), 6u);
  EXPECT_EQ(sentences[1].substr(0, 20), "clip_value 0.001 cut");
  EXPECT_EQ(sentences[2].substr(0, 25), "clip_norm 1 never fired: ");
  EXPECT_EQ(sentences[4].substr(0, 29), "layer 0, forward: a gradient ");
  EXPECT_EQ(sentences[5].substr(0, 30), "layer 0, backward: a gradient ");
}

TEST(Diagnostics, NameTheWindow) {
  for (const auto loss : {BpttLoss::kFinal, BpttLoss::kChunks}) {
    ExperimentConfig config = small_experiment();
    config.model.bidirectional = false;
    config.trainer.bptt = {.window = 3, .loss = loss};
    const Json summary = WatchedRun(config).summary();
    EXPECT_EQ(summary.at("gradient").at("sentences").back(),
              "layer 0, forward: trainer.bptt.window lets no gradient travel beyond 3 tokens");
    const GradientFlow flow = gradient_flows(summary).at(0);
    EXPECT_EQ(flow.distances[2], 3);
    EXPECT_GT(flow.norms[1], 0.0);
    EXPECT_EQ(flow.norms[2], 0.0);
  }
}

TEST(Diagnostics, WarnOnceOfALossThatStaysAtGuessing) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 20;
  config.trainer.class_weights = ClassWeights::kBalanced;
  config.trainer.optimizer.learning_rate = 1e-12;
  config.trainer.bptt.window = 3;
  Parameters guessing = start(config);
  for (float& value : guessing[guessing.size() - 2].values) value = 0.0F;  // output.weight
  WatchedRun run(config, guessing);
  open_log_file(run.folder.path() / "log");
  run.trainer.run(run);
  close_log_file();
  const std::vector<Json> events = run.metrics.events("stuck");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("first_step"), 101);
  EXPECT_EQ(events[0].at("step"), 200);
  const std::string log = run.folder.read("log");
  EXPECT_NE(log.find("from step 101 to 200 the loss has stayed at 0.69"), std::string::npos) << log;
  EXPECT_NE(
      log.find("; likely causes: trainer.bptt.window lets no gradient travel beyond 3 tokens; a learning "
               "rate too high or too low (now "),
      std::string::npos)
      << log;
}

TEST(Diagnostics, ChangeNoBitOfTheModel) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 2;
  WatchedRun watched(config);
  watched.trainer.run(watched);
  config.trainer.diagnostics = false;
  WatchedRun plain(config);
  plain.trainer.run(plain);
  EXPECT_EQ(plain.trainer.progress().gradient.steps(), 0);
  EXPECT_EQ(plain.close_looks, 0);
  const Parameters a = watched.trainer.tensors().current;
  const Parameters b = plain.trainer.tensors().current;
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].values, b[i].values) << a[i].name;
}

}  // namespace
}  // namespace sentiment
