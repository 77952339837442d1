// Our bytes as the input of libarchive.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "data/byte_source.h"

struct archive;

namespace sentiment {

struct FreeArchive {
  void operator()(archive* handle) const;
};
using ArchiveHandle = std::unique_ptr<archive, FreeArchive>;

/// A new handle for reading.
ArchiveHandle new_archive_handle();

/// Throws Error if `status`, what a libarchive call returned, is not ARCHIVE_OK.
void expect_ok(int status, archive* handle, const std::string& name);

/// Throws Error with libarchive's explanation.
[[noreturn]] void fail_archive(archive* handle, const std::string& name);

/// Feeds a handle from a source. Must stay where it is and outlive the handle's reading.
class ArchiveInput {
 public:
  explicit ArchiveInput(std::unique_ptr<ByteSource> bytes);
  ArchiveInput(const ArchiveInput&) = delete;
  ArchiveInput& operator=(const ArchiveInput&) = delete;

  /// Lets `handle` read from here. What libarchive returned.
  int open(archive* handle);

  /// Throws what the source threw while libarchive was reading, which C could not pass on.
  void rethrow_source_error();

  /// Reads the source to its end, so that all of it is verified.
  void drain();

  int64_t bytes_given() const { return given_; }
  /// Zero bytes at the end of what has been read.
  int64_t trailing_zeros() const { return trailing_zeros_; }

 private:
  std::size_t next_piece();

  std::unique_ptr<ByteSource> bytes_;
  std::vector<char> piece_;
  std::exception_ptr error_;
  int64_t given_ = 0;
  int64_t trailing_zeros_ = 0;
};

}  // namespace sentiment
