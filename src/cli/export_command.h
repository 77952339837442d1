// `export MODEL --onnx FILE --vectors FILE`: the model for programs that know nothing of ours.
#pragma once

#include <optional>
#include <string>

#include "cli/command_line.h"
#include "text/vocabulary.h"

namespace sentiment {

struct ExportOptions {
  std::string model;
  std::optional<std::string> onnx;        // the graph of to_onnx
  std::optional<std::string> vocabulary;  // vocabulary_lines
  std::optional<std::string> vectors;     // to_word2vec_text
};

/// A line for each token in order of the ids. What is no visible character is escaped as printable() does
/// ("\x1b", "\u{202e}"), and a backslash is doubled.
std::string vocabulary_lines(const Vocabulary& vocabulary);

int export_model(const ExportOptions& options);

void add_export_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
