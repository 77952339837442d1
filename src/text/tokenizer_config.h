// How text becomes tokens; frozen in every model.
#pragma once

#include <cstdint>

#include "json/settings.h"

namespace sentiment {

enum class TokenizerType { kWord };

/// Which part of a review longer than max_tokens is kept.
enum class Truncate {
  kHead,  // the first max_tokens
  kTail,  // the last max_tokens
  kBoth,  // the first quarter and the last three quarters of max_tokens
};

struct TokenizerConfig {
  TokenizerType type = TokenizerType::kWord;
  bool lowercase = true;     // Unicode case folding
  bool strip_html = true;    // line breaks and tags become spaces, entities the characters they stand for
  int64_t max_tokens = 600;  // tokens of a review that the network reads
  Truncate truncate = Truncate::kBoth;
};

void visit_settings(TokenizerConfig& config, SettingsVisitor& visit);

}  // namespace sentiment
