#include "data/dataset.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(Dataset, GivesBackEachRow) {
  Dataset dataset;
  dataset.add(std::vector<TokenId>{5, 6, 7}, 1, "a.csv:2");
  dataset.add(std::vector<TokenId>{}, 0, "a.csv:3");
  dataset.add(std::vector<TokenId>{8}, 1, "a.csv:4");
  ASSERT_EQ(dataset.size(), 3u);
  EXPECT_EQ(std::vector<TokenId>(dataset.ids(0).begin(), dataset.ids(0).end()),
            (std::vector<TokenId>{5, 6, 7}));
  EXPECT_TRUE(dataset.ids(1).empty());
  EXPECT_EQ(dataset.ids(2)[0], 8);
  EXPECT_EQ(dataset.label(0), 1);
  EXPECT_EQ(dataset.label(1), 0);
  EXPECT_EQ(dataset.place(2), "a.csv:4");
  EXPECT_EQ(dataset.tokens(), 4);
  EXPECT_EQ(dataset.lengths(), (std::vector<int64_t>{3, 0, 1}));
}

TEST(Dataset, IsEmptyAtFirst) {
  const Dataset dataset;
  EXPECT_EQ(dataset.size(), 0u);
  EXPECT_EQ(dataset.tokens(), 0);
  EXPECT_TRUE(dataset.lengths().empty());
}

}  // namespace
}  // namespace sentiment
