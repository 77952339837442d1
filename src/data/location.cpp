#include "data/location.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/archive_file.h"
#include "data/compression.h"
#include "data/file_source.h"

namespace sentiment {
namespace {

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace

std::string Location::last_part() const {
  if (inner && !inner->empty()) return inner->substr(inner->rfind('/') + 1);
  std::filesystem::path whole = std::filesystem::absolute(path).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.filename().native();
}

Location parse_location(const std::string& given) {
  if (exists(given)) return {.given = given, .path = given, .inner = std::nullopt};
  for (std::size_t mark = given.find("!/"); mark != std::string::npos; mark = given.find("!/", mark + 1)) {
    const std::string path = given.substr(0, mark);
    if (!exists(path) || is_folder(path)) continue;
    if (!is_archive_name(path)) {
      throw DataError(
          fmt::format("{}: expected an archive before \"!/\" (.tar, .tar.gz, .tgz, .tar.xz, "
                      ".tar.zst, .tar.bz2 or .zip), found a file of another name",
                      printable(path)));
    }
    return {.given = given, .path = path, .inner = normalised_entry_name(given.substr(mark + 2))};
  }
  throw Error(fmt::format("{}: no such file or folder", printable(given)));
}

std::unique_ptr<ByteSource> open_bytes(const Location& location) {
  if (!location.inner) return decompress(open_file(location.path), location.given);
  auto archive = std::make_unique<ArchiveFile>(location.path);
  if (find_entry(*archive, *location.inner) != EntryKind::kFile) {
    throw Error(fmt::format("{}: expected a file, found a folder or link", printable(location.given)));
  }
  return decompress(std::make_unique<EntrySource>(std::move(archive)), location.given);
}

}  // namespace sentiment
