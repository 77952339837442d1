// `sentiment-train pretrain CONFIG -o RUN_DIR`.
#pragma once

#include <CLI/App.hpp>

#include "cli/command_line.h"

namespace sentiment {

void add_pretrain_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
