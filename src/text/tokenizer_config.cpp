#include "text/tokenizer_config.h"

namespace sentiment {

void visit_settings(TokenizerConfig& config, SettingsVisitor& visit) {
  visit.choice("type", config.type, {{"word", TokenizerType::kWord}},
               "how text is cut: `word` gives words, numbers, punctuation marks and emoji");
  visit.flag("lowercase", config.lowercase, "fold upper and lower case, as Unicode does it");
  visit.flag("strip_html", config.strip_html,
             "read HTML tags as spaces and entities such as `&amp;` as the characters they stand for");
  visit.integer("max_tokens", config.max_tokens, between(1, 100'000),
                "tokens of a text that the network reads; the rest of a longer text is left out");
  visit.choice("truncate", config.truncate,
               {{"head", Truncate::kHead}, {"tail", Truncate::kTail}, {"both", Truncate::kBoth}},
               "what is kept of a text longer than max_tokens: `head` keeps its beginning, `tail` its end, "
               "`both` the first quarter of max_tokens from its beginning and the rest from its end");
}

}  // namespace sentiment
