// `inspect MODEL`: what a model is, read from its file.
#pragma once

#include <filesystem>
#include <ostream>

#include "cli/command_line.h"
#include "json/strict_json.h"

namespace sentiment {

struct InspectOptions {
  std::string model;
  bool json = false;
  bool verify = false;
};

/// Shape, tokenizer, labels, vocabulary, parameters and content hash of a model file or a run directory's
/// model, or of each member of a bundle; and what a run directory says of the run. Throws Error or
/// FormatError.
Json model_card(const std::filesystem::path& path);

int inspect(const InspectOptions& options, std::ostream& out);

void add_inspect_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
