#include "text/unicode_cutter.h"

#include "text/code_points.h"
#include "text/token_scanner.h"

namespace sentiment {
namespace {

/// Bytes of the first piece of `text`: at most kMaxPieceBytes, not within a code point of valid UTF-8.
std::size_t piece_length(std::string_view text) {
  std::size_t length = std::min(text.size(), UnicodeCutter::kMaxPieceBytes);
  const auto continues = [&] { return (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80; };
  for (int back = 0; back < 3 && length < text.size() && continues(); ++back) --length;
  return length;
}

/// Writes words of normalised text.
class NormalWords {
 public:
  /// Borrows `folded`, its working memory, and `writer`.
  NormalWords(bool fold_case, std::vector<CodePoint>& folded, TokenWriter& writer)
      : fold_case_(fold_case), folded_(folded), writer_(writer) {}

  const CodePoint* take_plain(const CodePoint* at, const CodePoint*) const { return at; }

  void write(const CodePoint* begin, const CodePoint* end) {
    // Case is folded word by word, because emoticons keep theirs, and may undo the composition.
    if (fold_case_) {
      normalize({begin, end}, /*fold_case=*/true, folded_);
      begin = folded_.data();
      end = begin + folded_.size();
    }
    write_word(
        begin, end, [](CodePoint c) { return c; }, writer_);
  }

 private:
  bool fold_case_;
  std::vector<CodePoint>& folded_;
  TokenWriter& writer_;
};

}  // namespace

void UnicodeCutter::cut(std::string_view text, TokenBuffer& out) {
  while (!text.empty()) {
    const std::size_t length = piece_length(text);
    cut_piece(text.substr(0, length), out);
    text.remove_prefix(length);
  }
}

void UnicodeCutter::cut_piece(std::string_view text, TokenBuffer& out) {
  read_.clear();
  read_code_points(text, read_);
  normalize(read_, /*fold_case=*/false, normalized_);
  TokenWriter writer(out);
  NormalWords words(fold_case_, folded_, writer);
  TokenScanner scanner(normalized_.data(), normalized_.data() + normalized_.size(), words, writer);
  scanner.scan();
}

}  // namespace sentiment
