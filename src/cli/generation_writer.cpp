#include "cli/generation_writer.h"

#include <cmath>

#include "core/quote.h"
#include "json/strict_json.h"
#include "text/detokenizer.h"

namespace sentiment {
namespace {

/// A text as it grows; begins with the prompt.
class GrowingText {
 public:
  GrowingText(const LanguageModel& model, const GenerationPrompt& prompt)
      : vocabulary_(&model.vocabulary()), detokenizer_(model.tokenizer()), begin_(prompt.text) {
    for (const std::string& token : prompt.tokens) detokenizer_.add(token);
    detokenizer_.finish();  // what was held back stands in the prompt already
  }

  const std::string& begin() const { return begin_; }
  std::string add(const DrawnToken& token) {
    return token.id == Vocabulary::kEndId ? "" : detokenizer_.add(vocabulary_->token(token.id));
  }
  std::string finish() { return detokenizer_.finish(); }

 private:
  const Vocabulary* vocabulary_;
  Detokenizer detokenizer_;
  std::string begin_;
};

class TextLines : public GenerationWriter {
 public:
  TextLines(const LanguageModel& model, const GenerationPrompt& prompt)
      : begun_(model, prompt), text_(begun_) {}

  std::string begin(int64_t) override {
    text_ = begun_;
    return printable(text_.begin());
  }
  std::string add(const DrawnToken& token) override { return printable(text_.add(token)); }
  std::string finish() override { return printable(text_.finish()) + "\n"; }

 private:
  const GrowingText begun_;
  GrowingText text_;
};

class JsonLines : public GenerationWriter {
 public:
  JsonLines(const LanguageModel& model, const GenerationPrompt& prompt, uint64_t seed)
      : model_(model), prompt_(prompt), seed_(seed), begun_(model, prompt), text_(begun_) {}

  std::string begin(int64_t number) override {
    number_ = number;
    text_ = begun_;
    written_ = text_.begin();
    tokens_ = Json::array();
    probabilities_ = Json::array();
    log_probability_ = 0.0;
    ended_ = false;
    return "";
  }
  std::string add(const DrawnToken& token) override {
    written_ += text_.add(token);
    tokens_.push_back(model_.vocabulary().token(token.id));
    probabilities_.push_back(std::exp(token.log_probability));
    log_probability_ += token.log_probability;
    ended_ = token.id == Vocabulary::kEndId;
    return "";
  }
  std::string finish() override {
    written_ += text_.finish();
    Json line = {{"index", number_}, {"seed", seed_}};
    if (prompt_.label) line["label"] = *prompt_.label;
    line.update({{"prompt", prompt_.text},
                 {"text", written_},
                 {"tokens", tokens_},
                 {"probabilities", probabilities_},
                 {"log_probability", log_probability_},
                 {"finished", ended_ ? "end" : "max_tokens"}});
    return dump_json(line) + "\n";
  }

 private:
  const LanguageModel& model_;
  const GenerationPrompt& prompt_;
  uint64_t seed_;
  const GrowingText begun_;
  GrowingText text_;
  int64_t number_ = 0;
  std::string written_;
  Json tokens_;
  Json probabilities_;
  double log_probability_ = 0.0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<GenerationWriter> generation_writer(GenerationFormat format, const LanguageModel& model,
                                                    const GenerationPrompt& prompt, uint64_t seed) {
  if (format == GenerationFormat::kText) return std::make_unique<TextLines>(model, prompt);
  return std::make_unique<JsonLines>(model, prompt, seed);
}

}  // namespace sentiment
