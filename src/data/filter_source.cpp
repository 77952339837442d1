#include "data/filter_source.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/archive_library.h"

namespace sentiment {
namespace {

struct Filter {
  int (*support)(archive*);
  int code;
};

Filter filter_of(Compression compression) {
  switch (compression) {
    case Compression::kXz:
      return {libarchive().support_xz, ARCHIVE_FILTER_XZ};
    case Compression::kZstd:
      return {libarchive().support_zstd, ARCHIVE_FILTER_ZSTD};
    case Compression::kBzip2:
      return {libarchive().support_bzip2, ARCHIVE_FILTER_BZIP2};
    default:
      throw std::logic_error("not a compression of libarchive's");
  }
}

}  // namespace

FilterSource::FilterSource(std::unique_ptr<ByteSource> compressed, Compression compression, std::string name)
    : name_(std::move(name)), input_(std::move(compressed)), handle_(new_archive_handle()) {
  const Filter filter = filter_of(compression);
  expect_ok(filter.support(handle_.get()), handle_.get(), name_);
  expect_ok(libarchive().support_raw(handle_.get()), handle_.get(), name_);
  expect_ok(libarchive().support_empty(handle_.get()), handle_.get(), name_);
  if (input_.open(handle_.get()) != ARCHIVE_OK) fail();
  archive_entry* entry = nullptr;
  const int status = libarchive().read_next_header(handle_.get(), &entry);
  if (status != ARCHIVE_OK && status != ARCHIVE_EOF) fail();
  expect_filter(filter.code);
  if (status == ARCHIVE_EOF) expect_nothing_left();
}

std::size_t FilterSource::read(std::span<char> out) {
  if (ended_) return 0;
  const la_ssize_t count = libarchive().read_data(handle_.get(), out.data(), out.size());
  if (count < 0) fail();
  if (count == 0) expect_nothing_left();
  return static_cast<std::size_t>(count);
}

/// libarchive hands on unchanged what it does not recognise, such as a file cut off in its first bytes.
void FilterSource::expect_filter(int code) const {
  if (libarchive().filter_code(handle_.get(), 0) == code) return;
  throw Error(
      fmt::format("{}: expected compressed data as the name says, found something else or a truncated file; "
                  "get the file again or rename it",
                  printable(name_)));
}

/// libarchive ends quietly at bytes after bzip2 data that do not begin another stream.
void FilterSource::expect_nothing_left() {
  ended_ = true;
  if (libarchive().filter_bytes(handle_.get(), -1) == input_.bytes_given()) return;
  throw Error(
      fmt::format("{}: expected nothing after the end of the compressed data, found other bytes; "
                  "get the file again",
                  printable(name_)));
}

void FilterSource::fail() {
  input_.rethrow_source_error();
  fail_archive(handle_.get(), name_);
}

}  // namespace sentiment
