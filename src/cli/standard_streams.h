// What a filter owes to its standard streams: results that are written or reported as lost, and a quiet end
// when nobody reads them.
#pragma once

#include <exception>
#include <ostream>
#include <string_view>

namespace sentiment {

/// Whoever read our results has gone. Not a failure: the program ends quietly.
struct ClosedPipe : std::exception {
  const char* what() const noexcept override { return "standard output: nobody reads it any more"; }
};

/// Opens /dev/null on those of the descriptors 0, 1, 2 that are closed, so that no file of ours takes their
/// place. Reading the one and writing the other still fails, as it would have.
void open_closed_descriptors();

/// Writes results and hands them on at once. Throws ClosedPipe, or Error if they cannot be written.
void write_results(std::ostream& out, std::string_view text);

}  // namespace sentiment
