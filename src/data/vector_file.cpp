#include "data/vector_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/error.h"
#include "core/quote.h"
#include "data/binary_vectors.h"
#include "data/text_vectors.h"
#include "data/utf8_source.h"

namespace sentiment {
namespace {

constexpr std::size_t kHeadBytes = 4096;  // what the format is told by
constexpr std::size_t kMaxHeaderBytes = 64;
constexpr std::string_view kFastTextMagic =
    "\xBA\x16\x4F\x2F";  // FASTTEXT_FILEFORMAT_MAGIC_INT32, fasttext.h

/// Bytes that were read already, then the others.
class HeadedSource : public ByteSource {
 public:
  HeadedSource(std::string head, std::unique_ptr<ByteSource> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}
  std::size_t read(std::span<char> out) override {
    if (at_ == head_.size()) return rest_->read(out);
    const std::size_t count = std::min(out.size(), head_.size() - at_);
    std::copy_n(head_.data() + at_, count, out.data());
    at_ += count;
    return count;
  }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

std::string read_head(ByteSource& bytes) {
  std::string head(kHeadBytes, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    const std::size_t count = bytes.read({head.data() + size, head.size() - size});
    if (count == 0) break;
    size += count;
  }
  head.resize(size);
  return head;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

bool take_whole_number(std::string_view& text, int64_t& number) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || text.front() == '-') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

struct Header {
  int64_t count = 0;
  int64_t size = 0;
};

/// "COUNT SIZE". A line of two numbers is a vector where vectors of one number are wanted.
std::optional<Header> header_of(std::string_view line, int64_t wanted) {
  if (line.size() > kMaxHeaderBytes) return std::nullopt;
  Header header;
  if (!take_whole_number(line, header.count)) return std::nullopt;
  if (line.empty() || (line.front() != ' ' && line.front() != '\t')) return std::nullopt;
  if (!take_whole_number(line, header.size)) return std::nullopt;
  if (line.find_first_not_of(" \t\r") != std::string_view::npos) return std::nullopt;
  if (wanted == 1 && header.size != 1) return std::nullopt;
  return header;
}

/// Whether what follows a header is binary: floats of a few words already hold bytes that no text does. The
/// few words of a test file may not; then their line does not end in a number.
bool is_binary(std::string_view rest) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
  };
  if (std::any_of(rest.begin(), rest.end(), is_control)) return true;
  return rest.find('\n') != std::string_view::npos && !ends_in_number(first_line(rest));
}

}  // namespace

std::unique_ptr<VectorFile> open_vectors(std::unique_ptr<ByteSource> bytes, const std::string& name,
                                         int64_t size) {
  std::string head = read_head(*bytes);
  if (head.starts_with(kFastTextMagic)) {
    throw DataError(
        fmt::format("{}: expected word vectors, found fastText's own model format; give the .vec file that "
                    "fastText wrote beside it, or what `fasttext print-word-vectors` prints",
                    printable(name)));
  }
  const std::string_view line = first_line(without_utf8_mark(head));
  const std::optional<Header> header = header_of(line, size);
  if (header && header->size != size) fail_vector_size(name, size, header->size);
  const std::optional<int64_t> promised = header ? std::optional(header->count) : std::nullopt;
  const std::size_t begin = std::min(line.size() + 1, head.size());
  const bool binary = header && line.data() == head.data() && is_binary(std::string_view(head).substr(begin));
  if (binary) {
    head.erase(0, begin);
    return std::make_unique<BinaryVectors>(std::make_unique<HeadedSource>(std::move(head), std::move(bytes)),
                                           name, size, *promised);
  }
  return std::make_unique<TextVectors>(std::make_unique<HeadedSource>(std::move(head), std::move(bytes)),
                                       name, size, promised);
}

void fail_vector_size(const std::string& name, int64_t expected, int64_t found) {
  throw DataError(
      fmt::format("{}: expected word vectors of {} numbers, found {}; use vectors of that size or "
                  "set model.embedding_size to theirs",
                  printable(name), expected, found == 0 ? "none" : fmt::format("vectors of {}", found)));
}

}  // namespace sentiment
