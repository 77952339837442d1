// `bundle MODEL... -o FILE`: several models as one file, with the weights that suit held-out examples best.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/labelled_rows.h"

namespace sentiment {

struct BundleOptions {
  std::vector<std::string> models;  // files or run directories
  std::string output;
  std::vector<std::string> ngrams;  // baseline.safetensors beside the model whose vocabulary they have
  std::optional<std::string> data;  // none: the validation part of the first model's run
  std::optional<std::string> json;  // "-": standard output, instead of the text
  RowOptions rows;
  std::optional<int64_t> threads;
};

int bundle(const BundleOptions& options, std::ostream& out);

void add_bundle_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
