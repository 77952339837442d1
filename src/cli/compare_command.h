// `compare A B DATA`: which of two models is better on labelled data, or that the data cannot tell.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "cli/labelled_rows.h"

namespace sentiment {

struct CompareOptions {
  std::string a;
  std::string b;
  std::string data;
  std::optional<std::string> json;   // "-": standard output, instead of the text
  std::optional<std::string> flips;  // a JSONL file
  RowOptions rows;
  std::optional<int64_t> threads;
};

int compare(const CompareOptions& options, std::ostream& out);

void add_compare_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
