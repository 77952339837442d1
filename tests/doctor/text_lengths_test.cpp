#include "doctor/text_lengths.h"

#include <gtest/gtest.h>

#include <numeric>

namespace sentiment {
namespace {

TEST(TextLengths, AreMeasuredByTextAndByToken) {
  std::vector<int64_t> lengths(100);
  std::iota(lengths.rbegin(), lengths.rend(), 1);  // 100, 99, ..., 1: 5050 tokens
  const TextLengths measured = measure_lengths(lengths);
  EXPECT_EQ(measured.median, 50);
  EXPECT_EQ(measured.longest, 100);
  EXPECT_EQ(measured.keeps_95_of_texts, 95);
  EXPECT_EQ(measured.keeps_99_of_texts, 99);
  // A limit of 100 - k loses k (k + 1) / 2 tokens, of which 252 and 50 may go.
  EXPECT_EQ(measured.keeps_95_of_tokens, 79);
  EXPECT_EQ(measured.keeps_99_of_tokens, 91);
}

TEST(TextLengths, MayBeAllTheSame) {
  const TextLengths measured = measure_lengths({7, 7, 7});
  EXPECT_EQ(measured.median, 7);
  EXPECT_EQ(measured.keeps_95_of_texts, 7);
  EXPECT_EQ(measured.keeps_99_of_tokens, 7);
}

TEST(TextLengths, AreZeroWithoutTexts) {
  EXPECT_EQ(measure_lengths({}).longest, 0);
  EXPECT_EQ(measure_lengths({0, 0}).keeps_95_of_tokens, 0);
}

}  // namespace
}  // namespace sentiment
