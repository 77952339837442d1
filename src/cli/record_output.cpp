#include "cli/record_output.h"

#include <pthread.h>

#include <csignal>

#include "cli/standard_streams.h"

namespace sentiment {
namespace {

pthread_t writer;
volatile std::sig_atomic_t writing = 0;
volatile std::sig_atomic_t caught = 0;

void restore_default_actions() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    sigaction(signal, nullptr, &now);
    if (now.sa_handler != SIG_IGN) std::signal(signal, SIG_DFL);
  }
}

/// Calls nothing but what is async-signal-safe.
extern "C" void end_after_the_record(int signal) {
  if (pthread_equal(pthread_self(), writer) == 0) {  // only the writer knows whether it is writing
    pthread_kill(writer, signal);
    return;
  }
  restore_default_actions();  // the second one acts at once
  if (writing != 0) {
    caught = signal;
  } else {
    std::raise(signal);
  }
}

void end_if_caught() {
  writing = 0;
  if (caught != 0) std::raise(caught);
}

}  // namespace

RecordOutput::RecordOutput(std::ostream& out) : out_(out) {
  writer = pthread_self();
  caught = 0;
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = end_after_the_record;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

RecordOutput::~RecordOutput() { restore_default_actions(); }

void RecordOutput::write(std::string_view records) {
  writing = 1;
  try {
    write_results(out_, records);
  } catch (...) {
    end_if_caught();
    throw;
  }
  end_if_caught();
}

}  // namespace sentiment
