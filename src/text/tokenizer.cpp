#include "text/tokenizer.h"

#include <algorithm>

#include "core/quote.h"
#include "text/ascii_cutter.h"
#include "text/html_text.h"
#include "text/unicode_cutter.h"

namespace sentiment {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_space(char c) { return is_ascii(c) && class_of(c) == CharacterClass::kSpace; }

/// Takes the beginning of `text` that is ASCII up to a space or the end: what follows cannot change it.
std::string_view take_ascii(std::string_view& text) {
  std::size_t length = ascii_length(text);
  if (length < text.size()) {
    while (length > 0 && !is_space(text[length - 1])) --length;
  }
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

/// Takes the beginning of `text` up to a space or the end.
std::string_view take_until_space(std::string_view& text) {
  const auto length =
      static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_space) - text.begin());
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

}  // namespace

Tokenizer::Tokenizer(const TokenizerConfig& config) : config_(config) {}

void Tokenizer::tokenize(std::string_view text, TokenBuffer& out) const {
  out.clear();
  std::string stripped;
  if (config_.strip_html && may_hold_html(text)) {
    strip_html(text, stripped);
    text = stripped;
  }
  UnicodeCutter unicode(config_.lowercase);
  while (!text.empty()) {
    cut_ascii(take_ascii(text), config_.lowercase, out);
    unicode.cut(take_until_space(text), out);
  }
}

std::vector<std::string> Tokenizer::tokenize(std::string_view text) const {
  TokenBuffer buffer;
  tokenize(text, buffer);
  std::vector<std::string> tokens;
  tokens.reserve(buffer.size());
  for (std::size_t i = 0; i < buffer.size(); ++i) tokens.emplace_back(buffer[i]);
  return tokens;
}

}  // namespace sentiment
