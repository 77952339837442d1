#include "analysis/text_defects.h"

#include <algorithm>

#include "analysis/html_remnants.h"
#include "analysis/mojibake.h"
#include "analysis/verdict.h"

namespace sentiment {
namespace {

constexpr std::size_t kShortTokens = 2;
constexpr std::size_t kShownBefore = 20;

/// The text around `at`.
std::string around(std::string_view text, std::size_t at) {
  std::size_t begin = at - std::min(at, kShownBefore);
  while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  return excerpt(text, begin);
}

}  // namespace

const char* name_of(Defect defect) {
  constexpr std::array<const char*, kDefects> kNames{"mojibake", "replacement_characters", "html_remnants",
                                                     "empty", "short"};
  return kNames[static_cast<std::size_t>(defect)];
}

std::vector<FoundDefect> find_defects(std::string_view text, std::size_t tokens,
                                      const TokenizerConfig& tokenizer) {
  std::vector<FoundDefect> found;
  if (const std::size_t at = find_mojibake(text); at != std::string_view::npos)
    found.push_back({Defect::kMojibake, around(text, at)});
  if (const std::size_t at = text.find("\xEF\xBF\xBD"); at != std::string_view::npos)
    found.push_back({Defect::kReplacement, around(text, at)});
  if (const std::string remnant = html_remnant(text, tokenizer.strip_html); !remnant.empty())
    found.push_back({Defect::kHtml, excerpt(remnant)});
  if (tokens == 0) found.push_back({Defect::kEmpty, excerpt(text)});
  if (tokens > 0 && tokens <= kShortTokens) found.push_back({Defect::kShort, excerpt(text)});
  return found;
}

}  // namespace sentiment
