#include "core/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
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

/// Calls the system anew as long as a signal interrupts it.
template <class Call>
auto uninterrupted(const Call& call) {
  while (true) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

int open_file(const std::filesystem::path& path, int flags) {
  return uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0666); });
}

/// A file descriptor with an owner.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : fd_(open_file(path, flags)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  /// Closes and reports what close(2) has to say, which on some file systems is the write error. An
  /// interrupted close has closed: Linux gives the descriptor back before it waits for anything.
  bool close() { return ::close(std::exchange(fd_, -1)) == 0 || errno == EINTR; }

 private:
  int fd_;
};

/// Reports that of `needed` bytes only `written` could be written, with how much room there is.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, std::string_view what, std::size_t needed,
                                std::size_t written) {
  const int error = errno;
  const std::string failure =
      fmt::format("{}: {}: {}", printable(path.native()), what, std::generic_category().message(error));
  struct statvfs disk {};
  if (error == ENOSPC && ::statvfs(path.c_str(), &disk) == 0) {
    // What was written of this file is given back with it.
    const uint64_t free = uint64_t{disk.f_bavail} * disk.f_frsize + written;
    throw Error(
        fmt::format("{}: it needs {} bytes, {} are free; make room and try again", failure, needed, free));
  }
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    throw Error(fmt::format("{}: it needs {} bytes, {} could be written; raise the limit and try again",
                            failure, needed, written));
  }
  throw Error(failure);
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  for (std::size_t written = 0; written < bytes.size();) {
    const std::string_view rest = bytes.substr(written);
    const ssize_t count = uninterrupted([&] { return ::write(fd, rest.data(), rest.size()); });
    if (count < 0) fail_to_write(path, "writing failed", bytes.size(), written);
    written += static_cast<std::size_t>(count);
  }
}

}  // namespace

InputFile::InputFile(const std::filesystem::path& path, Links links)
    // O_NONBLOCK: opening a FIFO must not wait for a writer; a regular file does not care.
    : path_(path),
      descriptor_(open_file(path, O_RDONLY | O_NONBLOCK | (links == Links::kRefuse ? O_NOFOLLOW : 0))) {
  if (descriptor_ < 0 && errno == ELOOP && links == Links::kRefuse) {
    throw Error(fmt::format("{}: expected a file, found a symbolic link", printable(path.native())));
  }
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
  const ssize_t count =
      uninterrupted([&] { return ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(at)); });
  if (count < 0) fail(path_, "reading failed");
  return static_cast<std::size_t>(count);
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

std::string read_file(const std::filesystem::path& path, uint64_t max_bytes, Links links) {
  const InputFile file(path, links);
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
  // O_EXCL: never through a link that somebody else has put there.
  Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (file.get() < 0) fail(path, "cannot be created");
  write_all(file.get(), bytes, path);
  // A failed fsync is final: the kernel may have dropped the pages, so a second try could report success for
  // nothing. An interrupted one has not failed.
  if (uninterrupted([&] { return ::fsync(file.get()); }) != 0) {
    fail_to_write(path, "syncing to disk failed", bytes.size(), 0);
  }
  if (!file.close()) fail(path, "closing failed");
}

void append_to_file(const std::filesystem::path& path, std::string_view bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND);
  if (file.get() < 0) fail(path, "cannot be opened");
  write_all(file.get(), bytes, path);
  if (!file.close()) fail(path, "closing failed");
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor directory(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0) fail(folder, "the folder cannot be opened");
  if (uninterrupted([&] { return ::fsync(directory.get()); }) != 0) {
    fail(folder, "syncing the folder to disk failed");
  }
}

void create_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0777) != 0) fail(path, "the folder cannot be created");
  sync_folder(path.parent_path());
}

void rename_synced(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "renaming into place failed");
  sync_folder(to.parent_path());
}

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path temporary = path;
  temporary += ".tmp";
  ::unlink(temporary.c_str());  // of a writer that was killed
  try {
    write_file_synced(temporary, bytes);
    rename_synced(temporary, path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

FileLock::FileLock(const std::filesystem::path& path) : descriptor_(open_file(path, O_RDWR | O_CREAT)) {
  if (descriptor_ < 0) fail(path, "cannot be created");
  if (uninterrupted([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); }) != 0) {
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
