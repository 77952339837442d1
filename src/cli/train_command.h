// `sentiment-train train CONFIG -o RUN_DIR`.
#pragma once

#include <CLI/App.hpp>

#include "cli/command_line.h"

namespace sentiment {

void add_train_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
