#include "doctor/similar_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>

#include "json/spelling.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

constexpr int64_t kRareBeside = 50;        // times as many rows has the label that was meant
constexpr std::size_t kFewestLetters = 4;  // "bad" and "sad" are two words

/// What a label is without case, spaces and the like.
std::string essence(const std::string& label, const Tokenizer& tokenizer) {
  std::string joined;
  for (const std::string& token : tokenizer.tokenize(label)) joined += (joined.empty() ? "" : " ") + token;
  double number = 0.0;
  const auto [end, error] = std::from_chars(joined.data(), joined.data() + joined.size(), number);
  if (error == std::errc{} && end == joined.data() + joined.size()) return fmt::format("{}", number);
  return joined.empty() ? label : joined;
}

bool has_digit(const std::string& label) {
  return std::any_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<SimilarLabels> find_similar_labels(const std::vector<std::string>& labels,
                                               const std::vector<int64_t>& rows) {
  const Tokenizer tokenizer{TokenizerConfig{}};
  std::vector<SimilarLabels> similar;
  std::map<std::string, std::size_t> first;  // label of each essence
  for (std::size_t label = 0; label < labels.size(); ++label) {
    const auto [entry, is_new] = first.try_emplace(essence(labels[label], tokenizer), label);
    if (!is_new) similar.push_back({label, entry->second, true});
  }
  for (const auto& [name, label] : first) {
    if (name.size() < kFewestLetters || has_digit(name)) continue;
    std::vector<std::string> frequent;
    for (const auto& [other_name, other] : first) {
      if (rows[other] >= kRareBeside * std::max<int64_t>(rows[label], 1)) frequent.push_back(other_name);
    }
    const std::string nearest = nearest_word(name, frequent);
    if (!nearest.empty()) similar.push_back({label, first.at(nearest), false});
  }
  return similar;
}

}  // namespace sentiment
