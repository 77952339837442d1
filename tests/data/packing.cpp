#include "data/packing.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <zlib.h>

#include <stdexcept>

namespace sentiment {
namespace {

constexpr std::size_t kRoom = std::size_t{1} << 20;  // tests pack less

void add(archive* out, const PackedEntry& packed) {
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname_utf8(entry, packed.name.c_str());
  archive_entry_set_perm(entry, 0644);
  const bool has_content = packed.kind == PackedEntry::Kind::kFile;
  archive_entry_set_size(entry, has_content ? static_cast<la_int64_t>(packed.content.size()) : 0);
  archive_entry_set_filetype(entry, packed.kind == PackedEntry::Kind::kFolder         ? AE_IFDIR
                                    : packed.kind == PackedEntry::Kind::kSymbolicLink ? AE_IFLNK
                                                                                      : AE_IFREG);
  if (packed.kind == PackedEntry::Kind::kSymbolicLink)
    archive_entry_set_symlink(entry, packed.content.c_str());
  if (packed.kind == PackedEntry::Kind::kHardLink) archive_entry_set_hardlink(entry, packed.content.c_str());
  if (archive_write_header(out, entry) < ARCHIVE_WARN) throw std::logic_error(archive_error_string(out));
  if (has_content) archive_write_data(out, packed.content.data(), packed.content.size());
  archive_entry_free(entry);
}

std::string pack(int (*set_format)(archive*), int (*add_filter)(archive*),
                 const std::vector<PackedEntry>& entries) {
  static const locale_t kUtf8 =
      newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);  // libarchive converts names to it
  const locale_t previous = uselocale(kUtf8);
  std::string bytes(kRoom, '\0');
  std::size_t used = 0;
  archive* out = archive_write_new();
  set_format(out);
  if (add_filter != nullptr) add_filter(out);
  archive_write_set_bytes_in_last_block(out, 1);
  if (archive_write_open_memory(out, bytes.data(), bytes.size(), &used) != ARCHIVE_OK) {
    throw std::logic_error(archive_error_string(out));
  }
  for (const PackedEntry& entry : entries) add(out, entry);
  if (archive_write_close(out) != ARCHIVE_OK) throw std::logic_error(archive_error_string(out));
  archive_write_free(out);
  uselocale(previous);
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::string gzip(const std::string& content) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string bytes(deflateBound(&stream, content.size()), '\0');
  std::string input = content;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return bytes;
}

std::string xz(const std::string& content) {
  return pack(archive_write_set_format_raw, archive_write_add_filter_xz, {{"data", content}});
}
std::string zstd(const std::string& content) {
  return pack(archive_write_set_format_raw, archive_write_add_filter_zstd, {{"data", content}});
}
std::string bzip2(const std::string& content) {
  return pack(archive_write_set_format_raw, archive_write_add_filter_bzip2, {{"data", content}});
}

std::string tar(const std::vector<PackedEntry>& entries) {
  return pack(archive_write_set_format_pax_restricted, nullptr, entries);
}
std::string zip(const std::vector<PackedEntry>& entries) {
  return pack(archive_write_set_format_zip, nullptr, entries);
}

}  // namespace sentiment
