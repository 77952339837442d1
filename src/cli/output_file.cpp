#include "cli/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"

namespace sentiment {
namespace {

using std::filesystem::file_type;

/// Of what a link leads to; `not_found` for a link that leads nowhere, too.
file_type type_of(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::status(path, ignored).type();
}

bool is_link(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::symlink_status(path, ignored).type() == file_type::symlink;
}

/// Whether replacing the file would take away what standard output goes to.
bool is_standard_output(const std::string& path) {
  struct stat file {};
  struct stat output {};
  return ::stat(path.c_str(), &file) == 0 && ::fstat(STDOUT_FILENO, &output) == 0 &&
         file.st_dev == output.st_dev && file.st_ino == output.st_ino;
}

bool is_writable_kind(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  switch (type_of(path)) {
    case file_type::regular:
      return !is_standard_output(path);
    case file_type::fifo:
    case file_type::character:
      return true;
    case file_type::not_found:
      return !path.empty() && !is_link(path) &&
             type_of(parent.empty() ? "." : parent) == file_type::directory;
    default:
      return false;
  }
}

void write_through(const std::string& path, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  bool is_written = descriptor >= 0;
  while (is_written && !bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    is_written = count >= 0 || errno == EINTR;
  }
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (is_written) return;
  throw Error(fmt::format("{}: writing failed: {}", printable(path), std::generic_category().message(error)));
}

}  // namespace

void expect_writable(const char* option, const std::optional<std::string>& path) {
  if (!path || is_writable_kind(*path)) return;
  throw ConfigError(fmt::format("{}: expected a file in an existing folder, found {}{}", option, quote(*path),
                                is_standard_output(*path) ? ", which is standard output" : ""));
}

void write_output_file(const std::string& path, std::string_view bytes) {
  const file_type type = type_of(path);
  if (type == file_type::fifo || type == file_type::character) {
    write_through(path, bytes);
  } else {
    replace_file(is_link(path) ? std::filesystem::canonical(path) : std::filesystem::path(path), bytes);
  }
}

}  // namespace sentiment
