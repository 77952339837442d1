#include "data/gzip_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib.h, inflateInit2: a gzip header and trailer, no other

}  // namespace

GzipSource::GzipSource(std::unique_ptr<ByteSource> compressed, std::string name)
    : compressed_(std::move(compressed)), name_(std::move(name)), piece_(kPieceBytes) {
  if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::logic_error("zlib does not start");
}

GzipSource::~GzipSource() { inflateEnd(&stream_); }

std::size_t GzipSource::read(std::span<char> out) {
  stream_.next_out = reinterpret_cast<Bytef*>(out.data());
  stream_.avail_out = static_cast<uInt>(std::min(out.size(), kPieceBytes));
  const uInt capacity = stream_.avail_out;
  while (true) {
    if (stream_.avail_in == 0 && !input_ended_) refill();
    if (!in_member_) {
      if (stream_.avail_in == 0) return 0;
      begin_member();
    }
    const int status = inflate(&stream_, Z_NO_FLUSH);
    const std::size_t produced = capacity - stream_.avail_out;
    if (status == Z_STREAM_END) {
      in_member_ = false;
    } else if (status == Z_BUF_ERROR) {
      if (produced == 0 && input_ended_) fail("ends in the middle (truncated)");
    } else if (status != Z_OK) {
      const bool has_begun = stream_.total_out > 0 || produced > 0;
      if (!first_member_ && !has_begun) fail("has other bytes after its end");
      fail(stream_.msg != nullptr ? stream_.msg : "cannot be decompressed");
    }
    if (produced > 0) return produced;
  }
}

void GzipSource::refill() {
  const std::size_t count = compressed_->read(piece_);
  stream_.next_in = reinterpret_cast<Bytef*>(piece_.data());
  stream_.avail_in = static_cast<uInt>(count);
  input_ended_ = count == 0;
}

void GzipSource::begin_member() {
  inflateReset(&stream_);
  in_member_ = true;
  first_member_ = false;
}

void GzipSource::fail(const char* problem) const {
  throw Error(fmt::format("{}: expected sound gzip data, but it is damaged: {}; get the file again",
                          printable(name_), problem));
}

}  // namespace sentiment
