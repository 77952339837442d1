#include "doctor/token_giveaways.h"

#include <algorithm>
#include <map>
#include <utility>

#include "metrics/classification_report.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

constexpr double kMaxDoubt = 0.2;
constexpr std::size_t kNoLabel = static_cast<std::size_t>(-1);

/// In how many rows a token is, and which label most of them have.
struct TokenRows {
  int64_t rows = 0;
  int32_t label = -1;  // the only label that may have more than half of the rows (Boyer and Moore 1981)
  int64_t lead = 0;
  int64_t label_rows = 0;
};

/// Calls use(token, row) once for each row and each different token in it.
template <class Use>
void for_each_token_of_rows(const Dataset& rows, Use&& use) {
  std::vector<TokenId> ids;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    ids.assign(rows.ids(row).begin(), rows.ids(row).end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const TokenId id : ids) use(static_cast<std::size_t>(id), row);
  }
}

std::vector<TokenRows> count_rows(const Corpus& corpus) {
  const Dataset& rows = corpus.train.examples;
  std::vector<TokenRows> tokens(corpus.vocabulary.size());
  for_each_token_of_rows(rows, [&](std::size_t id, std::size_t row) {
    TokenRows& token = tokens[id];
    ++token.rows;
    if (token.lead == 0) token.label = rows.label(row);
    token.lead += token.label == rows.label(row) ? 1 : -1;
  });
  for_each_token_of_rows(rows, [&](std::size_t id, std::size_t row) {
    tokens[id].label_rows += tokens[id].label == rows.label(row) ? 1 : 0;
  });
  return tokens;
}

/// The label in whose name alone each token stands, kNoLabel if it is in several.
std::map<std::string, std::size_t, std::less<>> names_of_labels(const Corpus& corpus,
                                                                const TokenizerConfig& config) {
  const Tokenizer tokenizer(config);
  std::map<std::string, std::size_t, std::less<>> labels;
  for (std::size_t label = 0; label < corpus.labels.size(); ++label) {
    for (const std::string& token : tokenizer.tokenize(corpus.labels[label])) {
      const auto [entry, is_new] = labels.try_emplace(token, label);
      if (!is_new && entry->second != label) entry->second = kNoLabel;
    }
  }
  return labels;
}

double doubt_left(const TokenRows& token, double prior) {
  if (prior >= 1.0) return 1.0;
  return (1.0 - wilson_interval(token.label_rows, token.rows).low) / (1.0 - prior);
}

void add_examples(const Corpus& corpus, std::vector<TokenGiveaway>& giveaways) {
  const Dataset& rows = corpus.train.examples;
  for (TokenGiveaway& giveaway : giveaways) {
    const TokenId id = corpus.vocabulary.id(giveaway.token);
    for (std::size_t row = 0; row < rows.size() && giveaway.examples.size() < kMaxExamples; ++row) {
      const auto ids = rows.ids(row);
      if (static_cast<std::size_t>(rows.label(row)) != giveaway.label) continue;
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) continue;
      giveaway.examples.push_back({rows.place(row), "", giveaway.token});
    }
  }
}

}  // namespace

std::vector<TokenGiveaway> find_giveaways(const Corpus& corpus, const TokenizerConfig& tokenizer,
                                          std::size_t most) {
  const std::vector<TokenRows> tokens = count_rows(corpus);
  const auto names = names_of_labels(corpus, tokenizer);
  std::vector<TokenGiveaway> giveaways;
  for (std::size_t id = Vocabulary::kSpecialTokens; id < tokens.size(); ++id) {
    const TokenRows& token = tokens[id];
    if (token.rows == 0) continue;
    const auto label = static_cast<std::size_t>(token.label);
    const int64_t of_label = corpus.train.label_counts[label];
    const double doubt =
        doubt_left(token, share_of(of_label, static_cast<int64_t>(corpus.train.examples.size())));
    if (doubt > kMaxDoubt) continue;
    const std::string text(corpus.vocabulary.token(static_cast<TokenId>(id)));
    const auto name = names.find(text);
    giveaways.push_back({text,
                         label,
                         token.rows,
                         token.label_rows,
                         share_of(token.label_rows, of_label),
                         doubt,
                         name != names.end() && name->second == label,
                         {}});
  }
  std::stable_sort(giveaways.begin(), giveaways.end(), [](const TokenGiveaway& a, const TokenGiveaway& b) {
    return a.doubt_left < b.doubt_left;
  });
  giveaways.resize(std::min(giveaways.size(), most));
  add_examples(corpus, giveaways);
  return giveaways;
}

}  // namespace sentiment
