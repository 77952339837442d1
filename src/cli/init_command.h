// `init`: a config to start from, and the documents that describe every setting.
#pragma once

#include <ostream>

#include "cli/command_line.h"

namespace sentiment {

enum class InitDocument { kStarterConfig, kSchema, kTable };

int init(InitDocument document, std::ostream& out);

void add_init_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
