// How a worker is driven: one command a line, one answer a line, so that it sleeps on its pipe while another
// process is measured.
//
//   > ["steps", "0", "12"]
//   < {"seconds": 1.61, "tokens": 104312}
//   > ["stepps"]
//   < {"error": "expected one of batches, save, steps, train; found \"stepps\""}
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "json/strict_json.h"

namespace sentiment {

/// A command's arguments, those after its name.
class Arguments {
 public:
  explicit Arguments(std::vector<std::string> values) : values_(std::move(values)) {}

  /// Throw Error if there is no such argument, or it is no whole number.
  const std::string& text(std::size_t index) const;
  int64_t number(std::size_t index) const;

  /// All from `index` on.
  std::vector<std::string> rest(std::size_t index) const;

 private:
  std::vector<std::string> values_;
};

using Command = std::function<Json(const Arguments&)>;

/// Answers commands until the input ends. A command that throws is answered with its message.
void serve(const std::map<std::string, Command>& commands, std::istream& in, std::ostream& out);

/// Wall time since this was made.
class Stopwatch {
 public:
  Stopwatch();
  double seconds() const;

 private:
  int64_t start_;  // nanoseconds of the steady clock
};

}  // namespace sentiment
