// The exceptions of the program: the type says whose problem it is, main turns it into an exit status.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sentiment {

/// Something in the world went wrong (exit 1). The text is one line:
/// `WHERE: what was expected, what was found; what to do`.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The user's text is not what it should be (exit 1).
struct DataError : Error {
  using Error::Error;
};

/// A file that claims to be ours is not sound (exit 1).
struct FormatError : Error {
  using Error::Error;
};

/// The user's settings or command line (exit 2). Holds every problem found, one line each.
struct ConfigError : Error {
  explicit ConfigError(const std::string& problem) : Error(problem), problems{problem} {}
  explicit ConfigError(std::vector<std::string> all)
      : Error(all.empty() ? "unknown problem" : all.front()), problems(std::move(all)) {}

  std::vector<std::string> problems;
};

}  // namespace sentiment
