#include "training/schedule.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

constexpr int64_t kTotal = 1000;
constexpr int64_t kEpoch = 100;

Schedule schedule(ScheduleType type, double warmup = 0.1) {
  ScheduleConfig config;
  config.type = type;
  config.warmup_fraction = warmup;
  return {config, 2.0, kTotal, kEpoch};
}

TEST(Schedule, RisesLinearlyDuringWarmUp) {
  for (const ScheduleType type :
       {ScheduleType::kConstant, ScheduleType::kStep, ScheduleType::kCosine, ScheduleType::kPlateau}) {
    EXPECT_DOUBLE_EQ(schedule(type).rate(0, {}), 0.02);
    EXPECT_DOUBLE_EQ(schedule(type).rate(49, {}), 1.0);
    EXPECT_DOUBLE_EQ(schedule(type).rate(99, {}), 2.0);
  }
}

TEST(Schedule, OfConstantStays) { EXPECT_DOUBLE_EQ(schedule(ScheduleType::kConstant).rate(999, {}), 2.0); }

TEST(Schedule, OfStepHalvesEachEpoch) {
  const Schedule step = schedule(ScheduleType::kStep, 0.0);
  EXPECT_DOUBLE_EQ(step.rate(99, {}), 2.0);
  EXPECT_DOUBLE_EQ(step.rate(100, {}), 1.0);
  EXPECT_DOUBLE_EQ(step.rate(300, {}), 0.25);
}

TEST(Schedule, OfCosineFallsToZero) {
  const Schedule cosine = schedule(ScheduleType::kCosine, 0.0);
  EXPECT_DOUBLE_EQ(cosine.rate(0, {}), 2.0);
  EXPECT_NEAR(cosine.rate(500, {}), 1.0, 0.01);
  EXPECT_NEAR(cosine.rate(999, {}), 0.0, 1e-12);
}

TEST(Schedule, OfOneCycleRisesFromATwentyFifthAndFallsToAlmostNothing) {
  const Schedule cycle = schedule(ScheduleType::kOneCycle);
  EXPECT_NEAR(cycle.rate(0, {}), 2.0 / 25.0, 1e-12);
  EXPECT_DOUBLE_EQ(cycle.rate(100, {}), 2.0);
  EXPECT_NEAR(cycle.rate(999, {}), 2.0 / 25e4, 1e-12);
}

TEST(Schedule, OfASlantedTriangleRisesAndFallsInStraightLines) {
  const Schedule slanted = schedule(ScheduleType::kSlantedTriangular);
  EXPECT_DOUBLE_EQ(slanted.rate(0, {}), 2.0 / 32.0);
  EXPECT_DOUBLE_EQ(slanted.rate(50, {}), 2.0 * (1.0 + 0.5 * 31.0) / 32.0);
  EXPECT_DOUBLE_EQ(slanted.rate(100, {}), 2.0);
  EXPECT_NEAR(slanted.rate(100, {}) - slanted.rate(101, {}), slanted.rate(500, {}) - slanted.rate(501, {}),
              1e-12);
  EXPECT_NEAR(slanted.rate(999, {}), 2.0 / 32.0, 1e-12);
}

TEST(Schedule, OfOneStepDoesNotDivideByZero) {
  for (const ScheduleType type :
       {ScheduleType::kCosine, ScheduleType::kOneCycle, ScheduleType::kSlantedTriangular}) {
    ScheduleConfig config;
    config.type = type;
    EXPECT_DOUBLE_EQ(Schedule(config, 2.0, 1, 1).rate(0, {}), 2.0);
  }
}

TEST(Schedule, OfPlateauCutsAfterMoreThanPatienceStaleValidations) {
  const Schedule plateau = schedule(ScheduleType::kPlateau, 0.0);  // patience 1, factor 0.5
  PlateauState state;
  plateau.after_validation(true, state);
  plateau.after_validation(false, state);
  EXPECT_DOUBLE_EQ(plateau.rate(500, state), 2.0);
  plateau.after_validation(false, state);
  EXPECT_DOUBLE_EQ(plateau.rate(500, state), 1.0);
  plateau.after_validation(false, state);
  plateau.after_validation(true, state);
  EXPECT_DOUBLE_EQ(plateau.rate(500, state), 1.0);
}

}  // namespace
}  // namespace sentiment
