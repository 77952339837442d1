#include "text/ascii_cutter.h"

#include "text/token_scanner.h"

namespace sentiment {

void cut_ascii(std::string_view text, bool fold_case, TokenBuffer& out) {
  TokenWriter writer(out);
  const char case_bit = fold_case ? 'a' - 'A' : 0;
  const auto fold = [case_bit](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | case_bit) : c; };
  const auto words = [&](const char* begin, const char* end) { write_word(begin, end, fold, writer); };
  TokenScanner scanner(text.data(), text.data() + text.size(), words, writer);
  scanner.scan();
}

}  // namespace sentiment
