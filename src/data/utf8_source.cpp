#include "data/utf8_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 2> kUtf16Marks{"\xFF\xFE", "\xFE\xFF"};

bool may_begin_a_mark(std::string_view head) {
  const auto begins = [head](std::string_view mark) {
    return head.size() < mark.size() && mark.starts_with(head);
  };
  return begins(kUtf8Mark) || std::any_of(kUtf16Marks.begin(), kUtf16Marks.end(), begins);
}

std::size_t first_invalid(std::string_view text) {
  std::size_t at = 0;
  char32_t code_point = 0;
  while (at < text.size()) {
    const std::size_t length = decode_utf8(text, at, code_point);
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace

Utf8Source::Utf8Source(std::unique_ptr<ByteSource> bytes, std::string name, ByteOrderMark mark)
    : bytes_(std::move(bytes)), name_(std::move(name)), mark_(mark) {}

std::size_t Utf8Source::read(std::span<char> out) {
  if (!started_) read_mark();
  if (head_.empty()) return bytes_->read(out);
  const std::size_t count = std::min(head_.size(), out.size());
  std::copy_n(head_.begin(), count, out.begin());
  head_.erase(0, count);
  return count;
}

/// Reads no more than it takes to tell, so that a stream's first line is not held up.
void Utf8Source::read_mark() {
  started_ = true;
  while (may_begin_a_mark(head_)) {
    char byte = 0;
    if (bytes_->read({&byte, 1}) == 0) break;
    head_ += byte;
  }
  if (mark_ == ByteOrderMark::kRefuseUtf16 && has_utf16_mark(head_)) {
    throw DataError(fmt::format(
        "{}: expected UTF-8, found UTF-16; convert it, as with iconv -f UTF-16 -t UTF-8", printable(name_)));
  }
  if (head_ == kUtf8Mark) head_.clear();
}

bool has_utf16_mark(std::string_view text) {
  return std::any_of(kUtf16Marks.begin(), kUtf16Marks.end(),
                     [text](std::string_view mark) { return text.starts_with(mark); });
}

std::string_view without_utf8_mark(std::string_view text) {
  return text.starts_with(kUtf8Mark) ? text.substr(kUtf8Mark.size()) : text;
}

std::string replace_invalid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t at = first_invalid(text);
    valid += text.substr(0, at);
    if (at == text.size()) break;
    valid += "\xEF\xBF\xBD";  // U+FFFD
    text.remove_prefix(at + invalid_utf8_length(text, at));
  }
  return valid;
}

std::string quote_invalid_utf8(std::string_view text) {
  constexpr std::size_t kBefore = 20;
  constexpr std::size_t kShown = 40;
  const std::size_t at = first_invalid(text);
  std::size_t begin = at - std::min(at, kBefore);
  while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  return quote(text.substr(begin, kShown));
}

}  // namespace sentiment
