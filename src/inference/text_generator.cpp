#include "inference/text_generator.h"

#include <algorithm>
#include <utility>

#include "core/random.h"

namespace sentiment {
namespace {

constexpr int64_t kSideBySide = 8;  // rows of the widest tile of a product

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

}  // namespace

TextGenerator::TextGenerator(const LanguageModel& model, const GenerationConfig& config,
                             const std::vector<TokenId>& prompt, ThreadPool& pool)
    : model_(model), config_(config), pool_(pool), prompt_(model.begin(1)) {
  constexpr TokenId kEnd = Vocabulary::kEndId;  // also what stands before a text
  model_.read(std::span(&kEnd, 1), prompt_);
  for (const TokenId& token : prompt) model_.read(std::span(&token, 1), prompt_);
  prompt_logits_.resize(size(model_.logits_stride()));
  model_.logits(prompt_, pool_, prompt_logits_.data());
}

void TextGenerator::write(int64_t texts, const OnToken& on_token) {
  next_text_ = 0;
  texts_.clear();
  Text first{0, 0, 0, TokenSampler(config_.sampling, model_.labels().size())};
  while (static_cast<int64_t>(texts_.size()) < kSideBySide && start_another(texts, on_token, first))
    texts_.push_back(first);
  const auto count = static_cast<int64_t>(texts_.size());
  state_ = model_.begin(count);
  for (int64_t i = 0; i < count; ++i) state_.copy(i, prompt_, 0);
  logits_.resize(size(count * model_.logits_stride()));
  while (!texts_.empty()) {
    step(on_token);
    replace_finished(texts, on_token);
  }
}

/// Begins the next text and draws its first token; texts that end with it are passed over. False if there is
/// none left.
bool TextGenerator::start_another(int64_t texts, const OnToken& on_token, Text& text) {
  while (next_text_ < texts) {
    text = {next_text_++, 0, 0, TokenSampler(config_.sampling, model_.labels().size())};
    on_token(text.number, draw(text, prompt_logits_.data()));
    if (!is_finished(text)) return true;
  }
  return false;
}

DrawnToken TextGenerator::draw(Text& text, const float* logits) const {
  const RandomStream random(config_.seed, RandomUse::kGeneratedText, {static_cast<uint64_t>(text.number)});
  const DrawnToken token = text.sampler.draw(std::span(logits, model_.vocabulary().size()),
                                             random.uniform(static_cast<uint64_t>(text.tokens)));
  text.last = token.id;
  ++text.tokens;
  return token;
}

bool TextGenerator::is_finished(const Text& text) const {
  return text.last == Vocabulary::kEndId || text.tokens == config_.max_tokens;
}

/// One more token of each text.
void TextGenerator::step(const OnToken& on_token) {
  std::vector<TokenId> last;
  for (const Text& text : texts_) last.push_back(text.last);
  model_.read(last, state_);
  model_.logits(state_, pool_, logits_.data());
  std::vector<DrawnToken> drawn(texts_.size());
  pool_.run(texts_.size(), [&](std::size_t i) {
    drawn[i] = draw(texts_[i], logits_.data() + static_cast<int64_t>(i) * model_.logits_stride());
  });
  for (std::size_t i = 0; i < texts_.size(); ++i) on_token(texts_[i].number, drawn[i]);
}

void TextGenerator::replace_finished(int64_t texts, const OnToken& on_token) {
  std::vector<int64_t> left;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    if (!is_finished(texts_[i])) {
      left.push_back(row);
    } else if (start_another(texts, on_token, texts_[i])) {
      state_.copy(row, prompt_, 0);
      left.push_back(row);
    }
  }
  if (left.size() == texts_.size()) return;
  ReadingState state = model_.begin(static_cast<int64_t>(left.size()));
  std::vector<Text> rest;
  for (std::size_t i = 0; i < left.size(); ++i) {
    state.copy(static_cast<int64_t>(i), state_, left[i]);
    rest.push_back(std::move(texts_[size(left[i])]));
  }
  state_ = std::move(state);
  texts_ = std::move(rest);
}

}  // namespace sentiment
