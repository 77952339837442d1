// Files read whole and replaced whole: a reader sees the old file or the new one, also after a power cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace sentiment {

/// Whether the last part of a path may be a symbolic link.
enum class Links { kFollow, kRefuse };

/// The bytes of a regular file. Throws Error if it cannot be read, is a folder or device, or is longer than
/// `max_bytes`.
std::string read_file(const std::filesystem::path& path,
                      uint64_t max_bytes = std::numeric_limits<uint64_t>::max(),
                      Links links = Links::kFollow);

/// A regular file, read piece by piece into wherever its bytes are wanted.
class InputFile {
 public:
  /// Throws Error if the file cannot be opened, or is a folder or device.
  explicit InputFile(const std::filesystem::path& path, Links links = Links::kFollow);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Bytes, when it was opened.
  uint64_t size() const { return size_; }

  /// Fills `out` with the bytes that begin at `at`. Throws Error if reading fails or the file ends before.
  void read(uint64_t at, std::span<char> out) const;
  /// The same as far as one call to the system goes; returns how many bytes, 0 only at the end.
  std::size_t read_some(uint64_t at, std::span<char> out) const;

 private:
  std::filesystem::path path_;
  int descriptor_;
  uint64_t size_ = 0;
};

/// Writes a new file and syncs it to the disk; the folder entry is the caller's to sync. Throws Error, also
/// if the file is there already; on a full disk with the bytes it needs and those that are free.
void write_file_synced(const std::filesystem::path& path, std::string_view bytes);

/// Replaces `path` by `bytes`: writes `path`.tmp, syncs it, renames it, syncs the folder. Throws Error and
/// leaves the old file as it was if any step fails.
void replace_file(const std::filesystem::path& path, std::string_view bytes);

/// Writes `bytes` behind what the file holds, which is made if need be; nothing is synced. Throws Error.
void append_to_file(const std::filesystem::path& path, std::string_view bytes);

/// Makes a folder in one that exists and makes its entry there durable. Throws Error.
void create_folder(const std::filesystem::path& path);

/// Renames a file or folder over `to` and syncs the folder that holds it. Throws Error.
void rename_synced(const std::filesystem::path& from, const std::filesystem::path& to);

/// Makes the entries of `folder` durable. Throws Error.
void sync_folder(const std::filesystem::path& folder);

/// Holds an exclusive lock on a file (flock) for its lifetime; the file is created and stays.
class FileLock {
 public:
  /// Throws Error if another process holds the lock.
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

/// An absolute path without symbolic links resolved: `path` seen from `folder` unless it is absolute already.
std::filesystem::path absolute_from(const std::filesystem::path& folder, const std::filesystem::path& path);

}  // namespace sentiment
