#include "data/archive_file.h"

#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/archive_library.h"
#include "data/compression.h"
#include "data/file_source.h"

namespace sentiment {
namespace {

constexpr int64_t kTarEndBytes = 512;  // POSIX ustar: an archive ends with two blocks of zeros; one will do
constexpr std::size_t kNamesShown = 5;

/// libarchive converts names to the thread's locale, and in "C" it would lose every letter beyond ASCII.
class Utf8Locale {
 public:
  Utf8Locale()
      : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)),
        previous_(locale_ == nullptr ? nullptr : uselocale(locale_)) {}
  ~Utf8Locale() {
    if (locale_ == nullptr) return;
    uselocale(previous_);
    freelocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t locale_;
  locale_t previous_;
};

EntryKind kind_of(archive_entry* entry) {
  if (libarchive().entry_hardlink(entry) != nullptr) return EntryKind::kOther;
  if (libarchive().entry_filetype(entry) == AE_IFREG) return EntryKind::kFile;
  return libarchive().entry_filetype(entry) == AE_IFDIR ? EntryKind::kFolder : EntryKind::kOther;
}

/// The first parts of `name`, as many as `like` has: what someone who misspelt `like` may have meant.
std::string as_deep_as(const std::string& like, const std::string& name) {
  auto parts = std::count(like.begin(), like.end(), '/') + 1;
  std::size_t end = 0;
  while (parts-- > 0 && end < name.size()) end = std::min(name.find('/', end + 1), name.size());
  return name.substr(0, end);
}

std::string joined(const std::set<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quote(name);
  return list.empty() ? "nothing" : list;
}

}  // namespace

bool is_archive_name(std::string_view name) {
  const CompressedName split = split_compression(name);
  return split.content.ends_with(".tar") ||
         (split.compression == Compression::kNone && split.content.ends_with(".zip"));
}

std::string normalised_entry_name(std::string_view name) {
  std::string normal;
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, slash);
    if (!part.empty() && part != ".") {
      if (!normal.empty()) normal += '/';
      normal += part;
    }
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return normal;
}

ArchiveFile::ArchiveFile(const std::string& path) : path_(path), guard_(path) {
  const CompressedName split = split_compression(path);
  auto bytes = open_file(path);
  handle_ = new_archive_handle();
  if (split.content.ends_with(".tar")) {
    input_ = std::make_unique<ArchiveInput>(decompress(std::move(bytes), path));
    open_tar();
  } else {
    open_zip();
  }
}

void ArchiveFile::open_tar() {
  expect_ok(libarchive().support_tar(handle_.get()), handle_.get(), path_);
  if (input_->open(handle_.get()) != ARCHIVE_OK) fail();
}

/// From the directory at its end, which a truncated file lacks; a zip read as a stream may end unnoticed.
void ArchiveFile::open_zip() {
  expect_ok(libarchive().support_zip(handle_.get()), handle_.get(), path_);
  expect_ok(libarchive().read_open_filename(handle_.get(), path_.c_str(), kPieceBytes), handle_.get(), path_);
  std::error_code unknown;  // a size of 2^64 - 1: as if anything might come out
  zip_bytes_ = std::filesystem::file_size(path_, unknown);
}

bool ArchiveFile::next() {
  const Utf8Locale utf8;
  archive_entry* entry = nullptr;
  const int status = libarchive().read_next_header(handle_.get(), &entry);
  if (status == ARCHIVE_EOF) {
    drain();
    if (input_ && input_->trailing_zeros() < kTarEndBytes) {
      throw Error(fmt::format(
          "{}: expected the end mark of a tar archive, found none (truncated); get the file again",
          printable(path_)));
    }
    return false;
  }
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) fail();
  const char* name = libarchive().entry_pathname(entry);
  if (name == nullptr) {
    throw Error(fmt::format("{}: expected names in UTF-8, found another", printable(path_)));
  }
  entry_name_ = normalised_entry_name(name);
  kind_ = kind_of(entry);
  return true;
}

std::size_t ArchiveFile::read(std::span<char> out) {
  const la_ssize_t count = libarchive().read_data(handle_.get(), out.data(), out.size());
  if (count < 0) fail();
  guard_.add(static_cast<std::size_t>(count), bytes_read());
  return static_cast<std::size_t>(count);
}

/// Entries may share the compressed bytes of a zip, and a tar may have files with holes.
uint64_t ArchiveFile::bytes_read() const {
  return input_ ? static_cast<uint64_t>(input_->bytes_given()) : zip_bytes_;
}

void ArchiveFile::drain() {
  if (input_) input_->drain();
}

void ArchiveFile::fail() {
  if (input_) input_->rethrow_source_error();
  fail_archive(handle_.get(), path_);
}

std::size_t EntrySource::read(std::span<char> out) {
  if (ended_) return 0;
  const std::size_t count = archive_->read(out);
  if (count == 0) {
    ended_ = true;
    archive_->drain();
  }
  return count;
}

EntryKind find_entry(ArchiveFile& archive, const std::string& inner) {
  std::set<std::string> names;
  while (archive.next()) {
    const std::string& name = archive.name();
    if (!inner.empty() && name == inner) return archive.kind();
    if (inner.empty() || name.starts_with(inner + "/")) return EntryKind::kFolder;
    if (!name.empty() && names.size() < kNamesShown) names.insert(as_deep_as(inner, name));
  }
  throw Error(fmt::format("{}!/{}: no such file or folder in the archive, which has {}",
                          printable(archive.path()), printable(inner), joined(names)));
}

}  // namespace sentiment
