#include "config/training_config.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

std::vector<std::string> settings_at_fault(const TrainerConfig& config) {
  std::vector<std::string> names;
  for (const SettingProblem& problem : config.problems()) names.push_back(problem.setting);
  return names;
}

TEST(TrainerConfig, IsSoundByDefault) { EXPECT_TRUE(settings_at_fault({}).empty()); }

TEST(TrainerConfig, NamesSettingsThatTheOptimizerDoesNotRead) {
  TrainerConfig config;
  config.optimizer.momentum = 0.5;
  EXPECT_EQ(settings_at_fault(config), std::vector<std::string>{"optimizer.momentum"});
  config.optimizer.type = OptimizerType::kSgd;
  EXPECT_TRUE(settings_at_fault(config).empty());
  config.optimizer.beta1 = 0.5;
  EXPECT_EQ(settings_at_fault(config), std::vector<std::string>{"optimizer.beta1"});
}

TEST(TrainerConfig, NamesSettingsThatTheScheduleDoesNotRead) {
  TrainerConfig config;
  config.schedule.factor = 0.1;
  EXPECT_EQ(settings_at_fault(config), std::vector<std::string>{"schedule.factor"});
  config.schedule.type = ScheduleType::kPlateau;
  EXPECT_TRUE(settings_at_fault(config).empty());
}

TEST(TrainerConfig, WantsAWindowForChunks) {
  TrainerConfig config;
  config.bptt.loss = BpttLoss::kChunks;
  EXPECT_EQ(settings_at_fault(config), std::vector<std::string>{"bptt.loss"});
}

TEST(TrainerConfig, WantsTheFusedBackendOnTheCpu) {
  TrainerConfig config;
  config.backend = Backend::kFused;
  EXPECT_TRUE(settings_at_fault(config).empty());
  config.device = "cuda";
  EXPECT_EQ(settings_at_fault(config), std::vector<std::string>{"backend"});
}

TEST(TrainerConfig, KnowsDevices) {
  for (const char* device : {"cpu", "cuda", "cuda:0", "cuda:12"}) {
    TrainerConfig config;
    config.device = device;
    EXPECT_TRUE(settings_at_fault(config).empty()) << device;
  }
  for (const char* device : {"", "gpu", "cuda:", "cuda:x", "cuda:99999", "CPU"}) {
    TrainerConfig config;
    config.device = device;
    EXPECT_EQ(settings_at_fault(config), std::vector<std::string>{"device"}) << device;
  }
}

}  // namespace
}  // namespace sentiment
