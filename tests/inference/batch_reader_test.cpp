#include "inference/batch_reader.h"

#include <gtest/gtest.h>

#include <thread>

#include "inference/shapes.h"

namespace sentiment {
namespace {

std::vector<int64_t> some_lengths() {
  std::vector<int64_t> lengths = {0, 1, 2, 101};
  for (int64_t i = 0; i < 60; ++i) lengths.push_back(i * 37 % 83);
  return lengths;
}

TEST(BatchReader, GivesTheSameBitsForAnyThreadsInTheOrderOfTheTexts) {
  const std::vector<std::vector<TokenId>> ids = some_ids(some_lengths());
  const std::vector<TokenIds> texts(ids.begin(), ids.end());
  ThreadPool one(1);
  ThreadPool two(2);
  ThreadPool three(3);
  ThreadPool four(4);
  for_each_shape([&](const ModelConfig& config) {
    const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
    std::vector<Probabilities> expected;
    for (const TokenIds text : texts)
      expected.push_back(ChunkReader(network).read(std::span(&text, 1), nullptr).front());
    for (ThreadPool* pool : {&one, &two, &three, &four})
      EXPECT_EQ(BatchReader(network).read(texts, *pool), expected) << pool->threads() << " threads";
  });
}

TEST(BatchReader, GivesTheSameBitsHoweverMuchWasReadBefore) {
  // 40 types are known after 160 tokens; then the frequent types are projected.
  const std::vector<std::vector<TokenId>> ids = some_ids({70, 80, 90});
  const std::vector<TokenIds> texts(ids.begin(), ids.end());
  const ModelConfig config{.embedding_size = 6, .hidden_size = 19};
  const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
  BatchReader reader(network);
  ThreadPool pool(2);
  std::vector<Probabilities> found;
  for (std::size_t i = 0; i < texts.size(); ++i)
    found.push_back(reader.read(std::span(texts).subspan(i, 1), pool).front());
  const std::vector<Probabilities> again = reader.read(texts, pool);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(again[i], found[i]);
    EXPECT_EQ(reader.read(texts[i]), found[i]);
    EXPECT_EQ(BatchReader(network).read(texts[i]), found[i]);
  }
}

TEST(BatchReader, ReadsALoneTextByManyThreadsToTheSameBits) {
  const std::vector<std::vector<TokenId>> ids = some_ids({0, 1, 15, 16, 17, 101});
  ThreadPool one(1);
  ThreadPool two(2);
  ThreadPool four(4);
  // States so large that they are shared.
  for_each_shape(
      [&](const ModelConfig& config) {
        const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
        BatchReader reader(network);
        for (const std::vector<TokenId>& text : ids) {
          const TokenIds view(text);
          const Probabilities expected = reader.read(view);
          for (ThreadPool* pool : {&one, &two, &four})
            EXPECT_EQ(reader.read(std::span(&view, 1), *pool).front(), expected)
                << text.size() << " tokens, " << pool->threads() << " threads";
        }
      },
      5, 133);
}

TEST(BatchReader, ReadsALongTextToTheSameBits) {
  const std::vector<std::vector<TokenId>> ids = some_ids({2500});
  const TokenIds text(ids.front());
  const ModelConfig config{.embedding_size = 6, .hidden_size = 150, .layers = 2, .bidirectional = false};
  const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
  BatchReader reader(network);
  ThreadPool pool(2);
  EXPECT_EQ(reader.read(std::span(&text, 1), pool).front(), reader.read(text));
}

TEST(BatchReader, ServesManyThreadsAtOnce) {
  const std::vector<std::vector<TokenId>> ids = some_ids({70, 80, 90, 10, 20, 30, 40, 50});
  const std::vector<TokenIds> texts(ids.begin(), ids.end());
  const ModelConfig config{.embedding_size = 6, .hidden_size = 19};
  const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
  BatchReader reader(network);
  ThreadPool pool(1);
  const std::vector<Probabilities> expected = BatchReader(network).read(texts, pool);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      ThreadPool own(2);
      for (int round = 0; round < 20; ++round) {
        EXPECT_EQ(reader.read(texts, own), expected);
        EXPECT_EQ(reader.read(texts[3]), expected[3]);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
}

TEST(BatchReader, ReadsNothing) {
  const ModelConfig config{.embedding_size = 2, .hidden_size = 3};
  const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
  ThreadPool pool(2);
  EXPECT_TRUE(BatchReader(network).read(std::span<const TokenIds>(), pool).empty());
}

TEST(BatchReader, ReadsATextBackwardAsItsMirrorImageForward) {
  const std::vector<std::vector<TokenId>> texts = some_ids({30, 1, 0, 17});
  for_each_shape([&](ModelConfig config) {
    if (config.bidirectional) return;
    const Parameters parameters = initial_parameters(config, kVocabulary, 3, 7);
    const PackedNetwork forward(config, parameters);
    config.direction = ReadingDirection::kBackward;
    const PackedNetwork backward(config, parameters);
    for (const int threads : {1, 2}) {
      ThreadPool pool(threads);
      for (const std::vector<TokenId>& text : texts) {
        const std::vector<TokenId> mirrored(text.rbegin(), text.rend());
        const TokenIds one(text);
        const TokenIds other(mirrored);
        EXPECT_EQ(BatchReader(backward).read(std::span(&one, 1), pool),
                  BatchReader(forward).read(std::span(&other, 1), pool));
      }
    }
  });
}

}  // namespace
}  // namespace sentiment
