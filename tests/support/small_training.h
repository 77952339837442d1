// A training of 20 steps on the corpus of tiny_corpus.h, what it reports, and whether two of them agree.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <vector>

#include "support/tiny_corpus.h"
#include "training/trainer.h"

namespace sentiment {

inline ExperimentConfig small_experiment() {
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  config.model.layers = 2;
  config.model.layer_dropout = 0.2;
  config.trainer.epochs = 2;
  config.trainer.batch_size = 8;
  config.trainer.optimizer.learning_rate = 0.02;
  return config;
}

inline Parameters initial(const ExperimentConfig& config) {
  return initial_parameters(config.model, 20, 2, 5);
}

/// Keeps every checkpoint, and stops after so many steps.
class TrainingRecorder : public TrainingObserver {
 public:
  static constexpr int64_t kNever = -2;
  explicit TrainingRecorder(int64_t stop_after = kNever) : stop_after_(stop_after) {}
  void on_step(const Trainer&, const StepReport& report) override {
    steps.push_back(report.step);
    losses.push_back(report.loss);
  }
  void on_validation(const Trainer&, const Validation& validation, bool improved) override {
    validations.push_back(validation.accuracy());
    improvements += improved ? 1 : 0;
  }
  void on_checkpoint(const Trainer& trainer) override {
    checkpoints[trainer.progress().step] = {trainer.tensors(), trainer.progress()};
  }
  bool wants_to_stop() override { return asked_++ == stop_after_; }  // asked once before each step

  struct Saved {
    TrainerTensors tensors;
    Progress progress;
  };
  std::vector<int64_t> steps;
  std::vector<double> losses;
  std::vector<double> validations;
  int improvements = 0;
  std::map<int64_t, Saved> checkpoints;

 private:
  int64_t stop_after_;
  int64_t asked_ = 0;
};

/// Bit for bit.
inline void expect_same(const Parameters& a, const Parameters& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].name, b[i].name);
    EXPECT_EQ(a[i].values, b[i].values) << a[i].name;
  }
}

enum class Through { kLibtorch, kOurKernels };

inline std::shared_ptr<ThreadPool> pool_for(Through through, int threads = 2) {
  return through == Through::kLibtorch ? nullptr : std::make_shared<ThreadPool>(threads);
}

}  // namespace sentiment
