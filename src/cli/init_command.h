// `init`: a config to start from, of `train` or of `pretrain`, and the documents that describe every setting.
#pragma once

#include <ostream>

#include "cli/command_line.h"

namespace sentiment {

enum class InitDocument { kStarterConfig, kSchema, kTable };

struct InitOptions {
  InitDocument document = InitDocument::kStarterConfig;
  bool pretrain = false;  // of a config of `pretrain`
};

int init(const InitOptions& options, std::ostream& out);

void add_init_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
