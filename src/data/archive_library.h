// libarchive, loaded when it is first needed.
#pragma once

#include <archive.h>
#include <archive_entry.h>

namespace sentiment {

/// Loads libarchive with the first call. Throws Error if this machine has none.
void* archive_symbol(const char* name);

/// A function of libarchive; called as one.
template <class Function>
class ArchiveFunction {
 public:
  explicit ArchiveFunction(const char* name) : function_(reinterpret_cast<Function*>(archive_symbol(name))) {}
  operator Function*() const { return function_; }

 private:
  Function* function_;
};

/// What we call of libarchive, without the prefix that C needs.
///
/// Motivation: a program that links libarchive loads a dozen libraries with it at each start, among them an
/// XML parser and 30 MB of Unicode tables. That took longer than it takes to label a text, which needs none.
struct ArchiveLibrary {
  ArchiveFunction<decltype(archive_entry_filetype)> entry_filetype{"archive_entry_filetype"};
  ArchiveFunction<decltype(archive_entry_hardlink)> entry_hardlink{"archive_entry_hardlink"};
  ArchiveFunction<decltype(archive_entry_pathname)> entry_pathname{"archive_entry_pathname"};
  ArchiveFunction<decltype(archive_error_string)> error_string{"archive_error_string"};
  ArchiveFunction<decltype(archive_filter_bytes)> filter_bytes{"archive_filter_bytes"};
  ArchiveFunction<decltype(archive_filter_code)> filter_code{"archive_filter_code"};
  ArchiveFunction<decltype(archive_read_data)> read_data{"archive_read_data"};
  ArchiveFunction<decltype(archive_read_free)> read_free{"archive_read_free"};
  ArchiveFunction<decltype(archive_read_new)> read_new{"archive_read_new"};
  ArchiveFunction<decltype(archive_read_next_header)> read_next_header{"archive_read_next_header"};
  ArchiveFunction<decltype(archive_read_open)> read_open{"archive_read_open"};
  ArchiveFunction<decltype(archive_read_open_filename)> read_open_filename{"archive_read_open_filename"};
  ArchiveFunction<int(archive*)> support_bzip2{"archive_read_support_filter_bzip2"};
  ArchiveFunction<int(archive*)> support_xz{"archive_read_support_filter_xz"};
  ArchiveFunction<int(archive*)> support_zstd{"archive_read_support_filter_zstd"};
  ArchiveFunction<int(archive*)> support_empty{"archive_read_support_format_empty"};
  ArchiveFunction<int(archive*)> support_raw{"archive_read_support_format_raw"};
  ArchiveFunction<int(archive*)> support_tar{"archive_read_support_format_tar"};
  ArchiveFunction<int(archive*)> support_zip{"archive_read_support_format_zip_seekable"};
  ArchiveFunction<void(archive*, int, const char*, ...)> set_error{"archive_set_error"};
};

/// Throws Error if this machine has no libarchive.
const ArchiveLibrary& libarchive();

}  // namespace sentiment
