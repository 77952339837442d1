#include <array>

#include "text/tokenizer.h"

namespace sentiment {
namespace {

constexpr std::array<std::string_view, 9> kSentences = {
    "This film is NOT good, and I don't think I'll ever watch it again.",
    "They shouldn\u2019t have \u201cimproved\u201d the well-known ending \u2026 it couldn't've been worse",
    "Great!<br /><br />Loved it &amp; cried; <i>caf&eacute;</i> scene &lt;3 &#8212; a < b",
    "Sooooooo boring!!!!! Why????? zzzzzz...... Loooove :-( :)))) :D",
    "\U0001F600\U0001F44D\U0001F3FD \u2764\uFE0F \U0001F469\u200D\U0001F4BB\U0001F1EB\U0001F1F7 "
    "\u2605\u2605\u2606",
    "Ame\u0301lie, re\u0301sume\u0301, STRASSE, Stra\u00DFe, \u039F\u0394\u039F\u03A3, \u0130stanbul, "
    "na\u00EFve",
    "I give it 7/10, maybe 3.5 of 5; it cost $1,000,000 in the '90s, 100% wasted",
    "\u8FD9\u90E8\u7535\u5F71\u5F88\u597D\u770B\u3002\u3059\u3054\u304F\u826F\u3044\uFF01 "
    "\u0E2B\u0E19\u0E31\u0E07\u0E14\u0E35 \uC7AC\uBBF8\uC788\uC5B4\uC694 iPhone\u624B\u673A",
    "\u041E\u0447\u0435\u043D\u044C \u043F\u043B\u043E\u0445\u043E\u0439 "
    "\u0444\u0438\u043B\u044C\u043C, \u0641\u064A\u0644\u0645 \u0631\u0627\u0626\u0639\u060C "
    "\u0939\u093F\u0928\u094D\u0926\u0940",
};

}  // namespace

std::vector<GoldenSentence> golden_sentences(const Tokenizer& tokenizer) {
  std::vector<GoldenSentence> golden;
  for (const std::string_view text : kSentences) {
    golden.push_back({std::string(text), tokenizer.tokenize(text)});
  }
  return golden;
}

}  // namespace sentiment
