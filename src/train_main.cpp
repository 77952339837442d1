// sentiment-train: the commands that need libtorch. `sentiment` hands them over.
#include <CLI/App.hpp>

#include "cli/program.h"
#include "cli/train_command.h"
#include "core/heap.h"

int main(int argc, char** argv) {
  sentiment::keep_freed_memory();
  return sentiment::run_program([&] {
    CLI::App program{"Train recurrent text classifiers", "sentiment"};
    program.require_subcommand(1);
    sentiment::CommandBody chosen;
    sentiment::add_train_command(program, chosen);
    return sentiment::parse_and_run(program, argc, argv, chosen);
  });
}
