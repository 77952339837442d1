#include "core/interrupt.h"

#include <csignal>

namespace sentiment {
namespace {

volatile std::sig_atomic_t caught = 0;

extern "C" void remember_signal(int signal) {
  caught = signal;
  std::signal(SIGINT, SIG_DFL);  // async-signal-safe; whichever comes second acts
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

void watch_for_interrupts() {
  caught = 0;
  struct sigaction action {};
  action.sa_handler = remember_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGINT);  // neither interrupts the handler before both are reset
  sigaddset(&action.sa_mask, SIGTERM);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int pending_interrupt() { return caught; }

}  // namespace sentiment
