#include "doctor/near_texts.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <utility>

#include "core/random.h"

namespace sentiment {
namespace {

using Pairs = std::set<std::pair<uint32_t, uint32_t>>;
using Words = std::vector<uint64_t>;

TextSketch sketch_of(const Words& words) {
  TokenBuffer tokens;
  for (const uint64_t word : words) {
    tokens.append(std::to_string(word));
    tokens.end_token();
  }
  return TextSketcher().sketch(tokens);
}

/// The definition: different runs of three words, those in both of those in either.
double similarity(const Words& a, const Words& b) {
  const auto shingles = [](const Words& words) {
    std::set<Words> all;
    for (std::size_t i = 0; i + 3 <= words.size(); ++i) all.emplace(words.begin() + i, words.begin() + i + 3);
    return all;
  };
  const std::set<Words> of_a = shingles(a);
  const std::set<Words> of_b = shingles(b);
  std::size_t common = 0;
  for (const Words& shingle : of_a) common += of_b.count(shingle);
  return static_cast<double>(common) / static_cast<double>(of_a.size() + of_b.size() - common);
}

Pairs near_pairs(const std::vector<TextSketch>& texts) {
  Pairs pairs;
  std::mutex mutex;
  ThreadPool pool(2);
  find_near_pairs(texts,
                  {[](uint32_t, uint32_t) { return true; },
                   [&](uint32_t earlier, uint32_t later) {
                     const std::lock_guard lock(mutex);
                     pairs.emplace(earlier, later);
                   }},
                  pool);
  return pairs;
}

/// Texts of 10 to 209 words; every second one is the one before it with some words exchanged.
std::vector<Words> texts_with_copies(std::size_t count) {
  const RandomStream random(5, RandomUse::kBootstrap);
  uint64_t drawn = 0;
  const auto below = [&](uint64_t n) { return random.below(drawn++, n); };
  std::vector<Words> texts;
  for (std::size_t i = 0; i < count; i += 2) {
    Words words(10 + below(200));
    for (uint64_t& word : words) word = below(500);
    texts.push_back(words);
    for (uint64_t changes = 1 + below(1 + words.size() / 12); changes > 0; --changes) {
      const std::size_t at = below(words.size());
      words[at] = below(500);
    }
    texts.push_back(words);
  }
  return texts;
}

TEST(NearTexts, AreThoseThatComparingAllWithAllFinds) {
  const std::vector<Words> texts = texts_with_copies(800);
  std::vector<TextSketch> sketches;
  for (const Words& text : texts) sketches.push_back(sketch_of(text));
  Pairs expected;
  for (uint32_t a = 0; a < texts.size(); a += 2) {  // texts that were drawn apart have nothing in common
    if (similarity(texts[a], texts[a + 1]) >= 0.8) expected.emplace(a, a + 1);
  }
  EXPECT_GT(expected.size(), 100u);
  EXPECT_LT(expected.size(), 350u);
  const Pairs found = near_pairs(sketches);
  for (const auto& [a, b] : found) EXPECT_GE(similarity(texts[a], texts[b]), 0.8);
  EXPECT_GE(found.size(), expected.size() * 99 / 100);
}

TEST(NearTexts, AreFoundInACrowdToo) {
  // A thousand copies of one text, a word of each changed: each is near the first.
  std::vector<TextSketch> sketches;
  Words words(100);
  for (uint64_t i = 0; i < 100; ++i) words[i] = i;
  sketches.push_back(sketch_of(words));
  for (uint64_t i = 0; i < 1000; ++i) {
    Words changed = words;
    changed[i % 100] = 1000 + i;
    sketches.push_back(sketch_of(changed));
  }
  const Pairs found = near_pairs(sketches);
  for (uint32_t i = 1; i <= 1000; ++i) EXPECT_TRUE(found.contains({0, i})) << i;
  EXPECT_LT(found.size(), 300'000u);  // of 500,000: at most 16 times 64 for each
}

TEST(NearTexts, CountEachShingleOnce) {
  EXPECT_EQ(sketch_of({1, 1, 1, 1, 1}).shingles.size(), 1u);
  EXPECT_EQ(sketch_of({1, 2}).shingles.size(), 1u);
  EXPECT_EQ(jaccard({1, 2, 3}, {2, 3, 4}), 0.5);
  EXPECT_EQ(jaccard({}, {}), 0.0);
}

}  // namespace
}  // namespace sentiment
