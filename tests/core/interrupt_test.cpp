#include "core/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace sentiment {
namespace {

// Each in a process of its own: a mistake would end this one.

TEST(Interrupt, OnlyAnswersTheQuestion) {
  EXPECT_EXIT(
      {
        watch_for_interrupts();
        if (pending_interrupt() != 0) std::exit(1);
        std::raise(SIGTERM);
        std::exit(pending_interrupt() == SIGTERM ? 0 : 2);
      },
      testing::ExitedWithCode(0), "");
}

// Rows: G8
TEST(Interrupt, EndsAtTheSecondOneOfEitherKind) {
  for (const int first : {SIGINT, SIGTERM}) {
    for (const int second : {SIGINT, SIGTERM}) {
      EXPECT_EXIT(
          {
            watch_for_interrupts();
            std::raise(first);
            std::raise(second);
            std::exit(0);
          },
          testing::KilledBySignal(second), "");
    }
  }
}

}  // namespace
}  // namespace sentiment
