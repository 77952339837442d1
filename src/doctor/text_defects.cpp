#include "doctor/text_defects.h"

#include "doctor/html_remnants.h"
#include "doctor/mojibake.h"
#include "doctor/verdict.h"

namespace sentiment {
namespace {

constexpr std::size_t kShortTokens = 2;

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
    found.push_back({Defect::kMojibake, excerpt_around(text, at)});
  if (const std::size_t at = text.find("\xEF\xBF\xBD"); at != std::string_view::npos)
    found.push_back({Defect::kReplacement, excerpt_around(text, at)});
  if (const std::string remnant = html_remnant(text, tokenizer.strip_html); !remnant.empty())
    found.push_back({Defect::kHtml, excerpt(remnant)});
  if (tokens == 0) found.push_back({Defect::kEmpty, excerpt(text)});
  if (tokens > 0 && tokens <= kShortTokens) found.push_back({Defect::kShort, excerpt(text)});
  return found;
}

}  // namespace sentiment
