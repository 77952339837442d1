// Texts that a language model writes.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "inference/language_model.h"
#include "inference/token_sampler.h"

namespace sentiment {

struct GenerationConfig {
  SamplingConfig sampling = {};
  int64_t max_tokens = 256;  // of a text, without the prompt's
  uint64_t seed = 0;
};

/// Several texts are written side by side, so that each weight is fetched once for all of them. A text
/// depends on model, config, prompt and its own number alone, not on the texts beside it.
class TextGenerator {
 public:
  /// Called for each token of text number `text` in order, the last one Vocabulary::kEndId unless max_tokens
  /// ended the text.
  using OnToken = std::function<void(int64_t text, const DrawnToken& token)>;

  /// Reads the prompt, which may begin with the token of a label. Borrows model and pool.
  TextGenerator(const LanguageModel& model, const GenerationConfig& config,
                const std::vector<TokenId>& prompt, ThreadPool& pool);

  /// Writes texts number 0 to texts - 1.
  void write(int64_t texts, const OnToken& on_token);

 private:
  struct Text {
    int64_t number;
    int64_t tokens;
    TokenId last;
    TokenSampler sampler;
  };

  DrawnToken draw(Text& text, const float* logits) const;
  bool is_finished(const Text& text) const;
  bool start_another(int64_t texts, const OnToken& on_token, Text& text);
  void step(const OnToken& on_token);
  void replace_finished(int64_t texts, const OnToken& on_token);

  const LanguageModel& model_;
  GenerationConfig config_;
  ThreadPool& pool_;
  ReadingState prompt_;               // of one text
  std::vector<float> prompt_logits_;  // of its next token
  int64_t next_text_ = 0;
  std::vector<Text> texts_;  // side by side
  ReadingState state_;       // theirs
  std::vector<float> logits_;
};

}  // namespace sentiment
