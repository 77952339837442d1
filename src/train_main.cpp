// sentiment-train: the commands that need libtorch. `sentiment` hands them over.
#include <c10/util/Exception.h>

#include <CLI/App.hpp>
#include <csignal>
#include <new>
#include <string_view>

#include "cli/program.h"
#include "cli/train_command.h"
#include "cli/train_pretrain_command.h"
#include "core/heap.h"

namespace sentiment {
namespace {

int run(int argc, char** argv) {
  CLI::App program{"Train recurrent text classifiers", "sentiment"};
  program.require_subcommand(1);
  CommandBody chosen;
  add_train_command(program, chosen);
  add_pretrain_command(program, chosen);
  try {
    return parse_and_run(program, argc, argv, chosen);
  } catch (const c10::Error& error) {
    // What libtorch's allocator says instead of throwing std::bad_alloc.
    const std::string_view problem = error.what_without_backtrace();
    if (problem.find("can't allocate memory") != std::string_view::npos) throw std::bad_alloc();
    throw;
  }
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  sentiment::keep_freed_memory();
  // Whoever reads the log on standard error may go (`2>&1 | head`): the run goes on, its file has every line.
  std::signal(SIGPIPE, SIG_IGN);
  return sentiment::run_program([&] { return sentiment::run(argc, argv); });
}
