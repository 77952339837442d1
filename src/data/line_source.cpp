#include "data/line_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {

LineSource::LineSource(std::unique_ptr<ByteSource> bytes, std::string name, ByteOrderMark mark)
    : bytes_(std::make_unique<Utf8Source>(std::move(bytes), name, mark)), name_(std::move(name)) {}

bool LineSource::next(std::string_view& line) {
  std::size_t searched = 0;
  while (true) {
    const std::string_view unread(buffer_.data() + begin_, end_ - begin_);
    const std::size_t newline = unread.find('\n', searched);
    if (newline != std::string_view::npos) {
      line = take(newline, 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      return true;
    }
    searched = unread.size();
    if (searched <= kMaxLineBytes + 1 && refill()) continue;  // 1: a carriage return is no part of the line
    if (unread.empty()) return false;
    line = take(unread.size(), 0);
    return true;
  }
}

bool LineSource::refill() {
  if (begin_ > 0) {
    std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
    end_ -= std::exchange(begin_, 0);
  }
  if (buffer_.size() < end_ + kPieceBytes) buffer_.resize(2 * end_ + kPieceBytes);
  const std::size_t count = bytes_->read({buffer_.data() + end_, kPieceBytes});
  end_ += count;
  return count > 0;
}

/// Passes over the next `length` bytes and the line's end.
std::string_view LineSource::take(std::size_t length, std::size_t end_bytes) {
  ++line_number_;
  const std::string_view line(buffer_.data() + begin_, length);
  if (line.size() - (line.ends_with('\r') && end_bytes > 0 ? 1 : 0) > kMaxLineBytes) {
    throw DataError(
        fmt::format("{}:{}: expected text in lines, found a line longer than 16 MB; check the file",
                    printable(name_), line_number_));
  }
  begin_ += length + end_bytes;
  return line;
}

}  // namespace sentiment
