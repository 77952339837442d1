#include "data/file_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

[[noreturn]] void fail(const std::string& name, std::string_view what, int error) {
  throw Error(fmt::format("{}: {}: {}", printable(name), what, std::generic_category().message(error)));
}

class FileSource : public ByteSource {
 public:
  FileSource(int descriptor, const std::string& path) : descriptor_(descriptor), bytes_(descriptor, path) {}
  ~FileSource() override { ::close(descriptor_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(std::span<char> out) override { return bytes_.read(out); }

 private:
  int descriptor_;
  DescriptorSource bytes_;
};

}  // namespace

DescriptorSource::DescriptorSource(int descriptor, std::string name)
    : descriptor_(descriptor), name_(std::move(name)) {}

std::size_t DescriptorSource::read(std::span<char> out) {
  while (true) {
    const ssize_t count = ::read(descriptor_, out.data(), out.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EAGAIN) {  // another process may have made a shared terminal or pipe non-blocking
      pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
      ::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      fail(name_, "reading failed", errno);
    }
  }
}

std::unique_ptr<ByteSource> open_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    throw Error(fmt::format("{}: no such file or folder", printable(path)));
  }
  if (descriptor < 0) fail(path, "cannot be opened", errno);
  auto file = std::make_unique<FileSource>(descriptor, path);
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) fail(path, "cannot be examined", errno);
  if (S_ISDIR(info.st_mode)) {
    throw Error(fmt::format("{}: expected a file, found a folder", printable(path)));
  }
  return file;
}

}  // namespace sentiment
