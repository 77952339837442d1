#include "doctor/token_giveaways.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace sentiment {
namespace {

class TokenGiveaways : public testing::Test {
 protected:
  /// `count` rows of a label with these words and one of their own.
  void add(int count, const std::string& label, const std::string& words) {
    for (int i = 0; i < count; ++i) csv_ += words + " w" + std::to_string(row_++ % 97) + "," + label + "\n";
  }

  std::vector<TokenGiveaway> found() {
    DataConfig data;
    data.train = folder_.write("train.csv", csv_).string();
    data.valid = folder_.write("valid.csv", "text,label\nx,neg\n").string();
    return find_giveaways(read_corpus(data, {}, {}, 1), {});
  }

  TemporaryFolder folder_;
  std::string csv_ = "text,label\n";
  int row_ = 0;
};

TEST_F(TokenGiveaways, AreNoneAmongCommonWords) {
  add(300, "neg", "the film");
  add(300, "pos", "the film");
  EXPECT_TRUE(found().empty());
}

TEST_F(TokenGiveaways, AreTokensOfOneLabel) {
  add(300, "neg", "the film");
  add(260, "pos", "the film");
  add(40, "pos", "the film 10/10 10/10");
  const auto tokens = found();
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].token, "10/10");
  EXPECT_EQ(tokens[0].label, 1u);
  EXPECT_EQ(tokens[0].rows, 40);
  EXPECT_EQ(tokens[0].label_rows, 40);
  EXPECT_NEAR(tokens[0].covers, 40.0 / 300.0, 1e-12);
  EXPECT_NEAR(tokens[0].doubt_left, 2.0 * 3.8415 / 43.8415,
              1e-4);  // Wilson: z^2 / (n + z^2), and the prior is a half
  EXPECT_FALSE(tokens[0].is_label_name);
  EXPECT_EQ(tokens[0].examples.at(0).place, "train.csv:562");
}

TEST_F(TokenGiveaways, MayBeginWithAnException) {
  add(1, "neg", "the film 10/10");
  add(299, "neg", "the film");
  add(200, "pos", "the film");
  add(100, "pos", "the film 10/10");
  const auto tokens = found();
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].label, 1u);
  EXPECT_EQ(tokens[0].rows, 101);
  EXPECT_EQ(tokens[0].label_rows, 100);
}

TEST_F(TokenGiveaways, NeedMoreThanAFewRowsAndFewExceptions) {
  add(300, "neg", "the film");
  add(300, "pos", "the film");
  add(30, "pos", "rare");    // 30 of 30 may be chance
  add(400, "pos", "often");  // 400 of 450 are no secret
  add(50, "neg", "often");
  EXPECT_TRUE(found().empty());
}

TEST_F(TokenGiveaways, AreMeasuredAgainstTheShareOfTheLabel) {
  add(1000, "neg", "common");  // 1000 of 1050 are neg, as everything is
  add(50, "pos", "common");
  EXPECT_TRUE(found().empty());
}

TEST_F(TokenGiveaways, MayBeTheNameOfTheLabel) {
  add(300, "neg", "the film");
  add(300, "pos", "the film : pos");
  bool seen = false;
  for (const TokenGiveaway& each : found()) {
    if (each.token == "pos") seen = each.is_label_name;
    EXPECT_EQ(each.is_label_name, each.token == "pos") << each.token;
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace sentiment
