// `sentiment-train train CONFIG -o RUN_DIR`.
#pragma once

#include <CLI/App.hpp>

#include "cli/command_line.h"
#include "training/training_end.h"

namespace sentiment {

/// What the program says with its status of how a run ended.
int exit_status(TrainingEnd end);

void add_train_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
