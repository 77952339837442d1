#include "data/archive_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <new>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/archive_library.h"

namespace sentiment {

void FreeArchive::operator()(archive* handle) const { libarchive().read_free(handle); }

ArchiveHandle new_archive_handle() {
  ArchiveHandle handle(libarchive().read_new());
  if (!handle) throw std::bad_alloc();
  return handle;
}

void expect_ok(int status, archive* handle, const std::string& name) {
  if (status != ARCHIVE_OK) fail_archive(handle, name);
}

void fail_archive(archive* handle, const std::string& name) {
  const char* reason = libarchive().error_string(handle);
  throw Error(
      fmt::format("{}: expected sound compressed data or a sound archive, but it is damaged: {}; "
                  "get the file again",
                  printable(name), reason == nullptr ? "no reason given" : printable(reason)));
}

ArchiveInput::ArchiveInput(std::unique_ptr<ByteSource> bytes)
    : bytes_(std::move(bytes)), piece_(kPieceBytes) {}

int ArchiveInput::open(archive* handle) {
  const auto read = [](archive* reader, void* self, const void** piece) -> la_ssize_t {
    auto* input = static_cast<ArchiveInput*>(self);
    try {
      const std::size_t count = input->next_piece();
      *piece = input->piece_.data();
      return static_cast<la_ssize_t>(count);
    } catch (...) {
      input->error_ = std::current_exception();
      libarchive().set_error(reader, EIO, "reading failed");
      return -1;
    }
  };
  return libarchive().read_open(handle, this, nullptr, read, nullptr);
}

void ArchiveInput::rethrow_source_error() {
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void ArchiveInput::drain() {
  while (next_piece() > 0) {
  }
}

std::size_t ArchiveInput::next_piece() {
  const std::size_t count = bytes_->read(piece_);
  given_ += static_cast<int64_t>(count);
  const auto end = std::make_reverse_iterator(piece_.begin() + static_cast<std::ptrdiff_t>(count));
  const auto last = std::find_if(end, piece_.rend(), [](char byte) { return byte != 0; });
  const auto zeros = static_cast<int64_t>(last - end);
  trailing_zeros_ = zeros == static_cast<int64_t>(count) ? trailing_zeros_ + zeros : zeros;
  return count;
}

}  // namespace sentiment
