#include "cli/standard_streams.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/error.h"

namespace sentiment {

void open_closed_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free descriptor is this one. The direction is the wrong one for the first two: standard
    // input or output that does not exist is an error of whoever uses it, not an empty file.
    const bool write_only = descriptor != STDOUT_FILENO;
    if (::open("/dev/null", write_only ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

void write_results(std::ostream& out, std::string_view text) {
  errno = 0;
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.flush();
  if (out) return;
  if (errno == EPIPE) throw ClosedPipe();
  const std::string reason = errno == 0 ? "unknown error" : std::generic_category().message(errno);
  throw Error(fmt::format("standard output: the results could not be written: {}", reason));
}

}  // namespace sentiment
