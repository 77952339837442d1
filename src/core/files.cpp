#include "core/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view what, int error = errno) {
  throw Error(
      fmt::format("{}: {}: {}", printable(path.native()), what, std::generic_category().message(error)));
}

/// A file descriptor with an owner.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  /// Closes and reports what close(2) has to say, which on some file systems is the write error.
  int close() { return ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path, "writing failed");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

InputFile::InputFile(const std::filesystem::path& path)
    // O_NONBLOCK: opening a FIFO must not wait for a writer; a regular file does not care.
    : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
  if (descriptor_ < 0) fail(path, "cannot be opened");
  struct stat info {};
  const bool is_known = ::fstat(descriptor_, &info) == 0;
  if (is_known && S_ISREG(info.st_mode)) {
    size_ = static_cast<uint64_t>(info.st_size);
    return;
  }
  const int error = errno;
  ::close(descriptor_);
  if (!is_known) fail(path, "cannot be examined", error);
  throw Error(fmt::format("{}: expected a file, found a folder or device", printable(path.native())));
}

InputFile::~InputFile() { ::close(descriptor_); }

std::size_t InputFile::read_some(uint64_t at, std::span<char> out) const {
  while (true) {
    const ssize_t count = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(at));
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail(path_, "reading failed");
  }
}

void InputFile::read(uint64_t at, std::span<char> out) const {
  while (!out.empty()) {
    const std::size_t count = read_some(at, out);
    if (count == 0) {
      throw Error(fmt::format("{}: expected {} bytes, found the end at {}; it was changed while it was read",
                              printable(path_.native()), size_, at));
    }
    at += count;
    out = out.subspan(count);
  }
}

std::string read_file(const std::filesystem::path& path, uint64_t max_bytes) {
  const InputFile file(path);
  std::string bytes;
  for (std::size_t filled = 0;;) {
    // One byte more than the file should have: its end is seen without making room again.
    if (filled == bytes.size()) bytes.resize(2 * filled + std::min(file.size(), max_bytes) + 1);
    const std::size_t count = file.read_some(filled, std::span(bytes).subspan(filled));
    filled += count;
    if (filled > max_bytes) {
      throw Error(
          fmt::format("{}: expected at most {} bytes, found more", printable(path.native()), max_bytes));
    }
    if (count > 0) continue;
    bytes.resize(filled);
    return bytes;
  }
}

void write_file_synced(const std::filesystem::path& path, std::string_view bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (file.get() < 0) fail(path, "cannot be created");
  write_all(file.get(), bytes, path);
  // A failed fsync is final: the kernel may have dropped the pages, so a second try could report success for
  // nothing.
  if (::fsync(file.get()) != 0) fail(path, "syncing to disk failed");
  if (file.close() != 0) fail(path, "closing failed");
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor directory(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0) fail(folder, "the folder cannot be opened");
  if (::fsync(directory.get()) != 0) fail(folder, "syncing the folder to disk failed");
}

void rename_synced(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "renaming into place failed");
  sync_folder(to.parent_path());
}

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path temporary = path;
  temporary += ".tmp";
  try {
    write_file_synced(temporary, bytes);
    rename_synced(temporary, path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

FileLock::FileLock(const std::filesystem::path& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail(path, "cannot be created");
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(descriptor_);
    if (error == EWOULDBLOCK) {
      throw Error(fmt::format("{}: another process is using this folder; wait for it or stop it",
                              printable(path.native())));
    }
    fail(path, "locking failed", error);
  }
}

FileLock::~FileLock() { ::close(descriptor_); }

std::filesystem::path absolute_from(const std::filesystem::path& folder, const std::filesystem::path& path) {
  return (std::filesystem::current_path() / folder / path).lexically_normal();  // folder may be empty
}

}  // namespace sentiment
