#include "inference/text_generator.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "inference/random_language_model.h"

namespace sentiment {
namespace {

using testing::Each;
using Texts = std::map<int64_t, std::vector<TokenId>>;

/// Thirty tokens, of which <end> is drawn now and then.
LanguageModel small_model(double scale = 0.5) {
  return LanguageModel(
      random_language_model({.embedding_size = 9, .hidden_size = 14, .layers = 2}, 30, 5, scale));
}

Texts texts_of(const LanguageModel& model, const GenerationConfig& config, int64_t count, int threads = 1,
               const std::vector<TokenId>& prompt = {}) {
  Texts texts;
  ThreadPool pool(threads);
  TextGenerator(model, config, prompt, pool).write(count, [&](int64_t text, const DrawnToken& token) {
    texts[text].push_back(token.id);
  });
  return texts;
}

TEST(TextGenerator, EndsTextsWithTheirEndOrAtTheLongest) {
  const Texts texts = texts_of(small_model(), {.max_tokens = 40}, 50);
  ASSERT_EQ(texts.size(), 50u);
  int ended = 0;
  for (const auto& [number, tokens] : texts) {
    const bool ends = tokens.back() == Vocabulary::kEndId;
    ended += ends;
    EXPECT_TRUE(ends || tokens.size() == 40u);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) EXPECT_GT(tokens[i], Vocabulary::kEndId);
  }
  EXPECT_GT(ended, 10);
  EXPECT_LT(ended, 50);
}

TEST(TextGenerator, WritesTheSameTextWhateverIsWrittenBesideIt) {
  const LanguageModel model = small_model();
  const Texts many = texts_of(model, {.max_tokens = 40, .seed = 3}, 30);
  for (const int64_t count : {1, 2, 9}) {
    const Texts few = texts_of(model, {.max_tokens = 40, .seed = 3}, count);
    for (int64_t number = 0; number < count; ++number) EXPECT_EQ(few.at(number), many.at(number)) << number;
  }
}

TEST(TextGenerator, WritesTheSameTextsOnAnyNumberOfThreads) {
  const LanguageModel model(random_language_model({.embedding_size = 40, .hidden_size = 14}, 30'000, 5));
  const GenerationConfig config = {.sampling = {.top_k = 500, .top_p = 0.9}, .max_tokens = 12};
  const Texts texts = texts_of(model, config, 10);
  EXPECT_EQ(texts_of(model, config, 10, 2), texts);
  EXPECT_EQ(texts_of(model, config, 10, 3), texts);
}

TEST(TextGenerator, WritesOtherTextsForOtherSeedsNumbersAndPrompts) {
  const LanguageModel model = small_model();
  std::set<std::vector<TokenId>> different;
  for (const uint64_t seed : {0, 1}) {
    for (const auto& [number, tokens] : texts_of(model, {.max_tokens = 12, .seed = seed}, 4))
      different.insert(tokens);
  }
  different.insert(texts_of(model, {.max_tokens = 12}, 1, 1, {7, 8})[0]);
  EXPECT_EQ(different.size(), 9u);
}

TEST(TextGenerator, TakesTheMostProbableTokensAtTemperatureZero) {
  const LanguageModel model = small_model();
  const Texts texts = texts_of(model, {.sampling = {.temperature = 0.0}, .max_tokens = 12, .seed = 1}, 1);
  EXPECT_EQ(texts_of(model, {.sampling = {.temperature = 0.0}, .max_tokens = 12, .seed = 2}, 1), texts);
  EXPECT_EQ(texts_of(model, {.sampling = {.top_k = 1}, .max_tokens = 12}, 1), texts);
}

TEST(TextGenerator, BeginsEachTextAnew) {
  const GenerationConfig greedy = {.sampling = {.temperature = 0.0}, .max_tokens = 12};
  const std::vector<TokenId> first = texts_of(small_model(1.5), greedy, 1)[0];
  ASSERT_GE(std::set<TokenId>(first.begin(), first.end()).size(), 3u);
  for (const auto& [number, tokens] : texts_of(small_model(1.5), greedy, 20))
    EXPECT_EQ(tokens, first) << number;
}

TEST(TextGenerator, GoesOnFromThePromptAsFromItsOwnTokens) {
  const LanguageModel model = small_model(1.5);
  const GenerationConfig greedy = {.sampling = {.temperature = 0.0}, .max_tokens = 8};
  const std::vector<TokenId> whole = texts_of(model, greedy, 1)[0];
  ASSERT_GT(whole.size(), 4u);
  const std::vector<TokenId> rest = texts_of(model, {.sampling = {.temperature = 0.0}, .max_tokens = 5}, 1, 1,
                                             {whole.begin(), whole.begin() + 3})[0];
  EXPECT_EQ(rest, std::vector<TokenId>(whole.begin() + 3, whole.end()));
}

TEST(TextGenerator, WritesNoLabelAndReadsOneThatIsGiven) {
  PretrainedModel pretrained = random_language_model({.embedding_size = 9, .hidden_size = 14}, 30, 5);
  pretrained.labels = {"neg", "pos"};
  for (NamedTensor& tensor : pretrained.parameters) {
    if (tensor.name == "output.bias") tensor.values[3] = tensor.values[4] = 10.0F;  // all but certain
  }
  const LanguageModel model(std::move(pretrained));
  const Texts free = texts_of(model, {.max_tokens = 20}, 20);
  const Texts neg = texts_of(model, {.max_tokens = 20}, 20, 1, {Vocabulary::label_id(0)});
  const Texts pos = texts_of(model, {.max_tokens = 20}, 20, 1, {Vocabulary::label_id(1)});
  for (const Texts& texts : {free, neg, pos}) {
    for (const auto& [number, tokens] : texts) {
      for (const TokenId id : tokens) EXPECT_TRUE(id == Vocabulary::kEndId || id > Vocabulary::label_id(1));
    }
  }
  EXPECT_NE(neg, pos);
  EXPECT_NE(neg, free);
}

TEST(TextGenerator, ReportsTokensOfATextInOrder) {
  std::map<int64_t, std::size_t> seen;
  int64_t newest = -1;
  ThreadPool pool(1);
  const LanguageModel model = small_model();
  TextGenerator(model, {.max_tokens = 3}, {}, pool).write(20, [&](int64_t text, const DrawnToken&) {
    ASSERT_LE(text, newest + 1);  // texts begin in order
    newest = std::max(newest, text);
    ++seen[text];
  });
  EXPECT_EQ(seen.size(), 20u);
}

}  // namespace
}  // namespace sentiment
