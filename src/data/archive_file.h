// The entries of an archive, read once from front to back.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/archive_input.h"
#include "data/byte_source.h"
#include "data/expansion_guard.h"

namespace sentiment {

enum class EntryKind { kFile, kFolder, kOther };

/// Whether the name is that of a .tar (compressed or not) or .zip.
bool is_archive_name(std::string_view name);

/// "./a//b/" as "a/b": how paths inside archives are compared. They never name anything on disk.
std::string normalised_entry_name(std::string_view name);

class ArchiveFile {
 public:
  /// Throws Error if the file cannot be read or is no archive of the kind its name says.
  explicit ArchiveFile(const std::string& path);

  /// Goes to the next entry; false at the end, once the whole file has been read and verified.
  bool next();

  /// Of the current entry.
  const std::string& name() const { return entry_name_; }
  EntryKind kind() const { return kind_; }
  /// The next bytes of its content; 0 at its end. Throws Error, also for a wrong checksum or a decompression
  /// bomb.
  std::size_t read(std::span<char> out);

  /// Verifies what follows without looking at it.
  void drain();

  const std::string& path() const { return path_; }

 private:
  void open_tar();
  void open_zip();
  uint64_t bytes_read() const;
  [[noreturn]] void fail();

  std::string path_;
  ExpansionGuard guard_;
  std::unique_ptr<ArchiveInput> input_;  // none for zip, which libarchive opens itself to seek in it
  ArchiveHandle handle_;
  uint64_t zip_bytes_ = 0;  // of the file
  std::string entry_name_;
  EntryKind kind_ = EntryKind::kOther;
};

/// Content of the entry that `archive` stands at; what follows in the archive is verified at its end.
class EntrySource : public ByteSource {
 public:
  explicit EntrySource(std::unique_ptr<ArchiveFile> archive) : archive_(std::move(archive)) {}
  std::size_t read(std::span<char> out) override;

 private:
  std::unique_ptr<ArchiveFile> archive_;
  bool ended_ = false;
};

/// Advances `archive` to the first entry that is `inner` or lies below it ("" is the archive's top) and says
/// which. Throws Error that lists what is there if none is.
EntryKind find_entry(ArchiveFile& archive, const std::string& inner);

}  // namespace sentiment
