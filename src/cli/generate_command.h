// `sentiment generate`: text from a pretrained language model.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "cli/command_line.h"
#include "cli/generation_writer.h"

namespace sentiment {

struct GenerateOptions {
  std::string model;
  std::optional<std::string> label;   // of those the model was pretrained with in front of texts
  std::optional<std::string> prompt;  // "-": standard input
  std::optional<int64_t> texts;
  std::optional<int64_t> max_tokens;
  std::optional<double> temperature;
  std::optional<int64_t> top_k;
  std::optional<double> top_p;
  std::optional<int64_t> seed;
  std::optional<GenerationFormat> format;
  std::optional<int64_t> threads;
};

/// Throws ConfigError for options that would have no effect.
int generate(const GenerateOptions& options, std::istream& in, std::ostream& out);

void add_generate_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
