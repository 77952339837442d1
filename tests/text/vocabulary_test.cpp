#include "text/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

std::string refusal_of(std::string_view bytes) {
  return message_of<FormatError>([&] { Vocabulary::from_bytes(bytes); });
}

TEST(Vocabulary, HoldsTheSpecialTokensFirst) {
  const Vocabulary vocabulary;
  EXPECT_EQ(vocabulary.size(), 2u);
  EXPECT_EQ(vocabulary.token(Vocabulary::kPadId), "<pad>");
  EXPECT_EQ(vocabulary.token(Vocabulary::kUnknownId), "<unk>");
}

TEST(Vocabulary, NumbersTokensInTheGivenOrder) {
  const Vocabulary vocabulary({"good", "bad"});
  EXPECT_EQ(vocabulary.id("good"), 2);
  EXPECT_EQ(vocabulary.id("bad"), 3);
  EXPECT_EQ(vocabulary.token(3), "bad");
}

TEST(Vocabulary, GivesUnseenTokensTheUnknownId) {
  EXPECT_EQ(Vocabulary({"good"}).id("splendid"), Vocabulary::kUnknownId);
  EXPECT_EQ(Vocabulary({"good"}).id(""), Vocabulary::kUnknownId);
}

TEST(Vocabulary, ReadsBackWhatItWrote) {
  const Vocabulary vocabulary({"good", "caf\u00E9", "!!!"});
  const std::string bytes = vocabulary.to_bytes();
  EXPECT_EQ(bytes, "<pad>\n<unk>\ngood\ncaf\u00E9\n!!!\n");
  const Vocabulary read = Vocabulary::from_bytes(bytes);
  EXPECT_EQ(read.to_bytes(), bytes);
  EXPECT_EQ(read.id("!!!"), 4);
}

TEST(Vocabulary, SurvivesCopiesAndMoves) {
  auto original = std::make_unique<Vocabulary>(std::vector<std::string>{"good", "bad"});
  Vocabulary copy = *original;
  Vocabulary assigned;
  assigned = copy;
  original.reset();
  const Vocabulary moved = std::move(copy);
  EXPECT_EQ(moved.id("bad"), 3);
  EXPECT_EQ(assigned.id("good"), 2);
}

TEST(Vocabulary, RefusesTokensThatAFileCouldNotHold) {
  EXPECT_THROW(Vocabulary({""}), FormatError);
  EXPECT_THROW(Vocabulary({"a\nb"}), FormatError);
  EXPECT_THROW(Vocabulary({"a", "b", "a"}), FormatError);
  EXPECT_THROW(Vocabulary({"<pad>"}), FormatError);
}

TEST(Vocabulary, RefusesBytesWithoutTheSpecialTokens) {
  EXPECT_EQ(refusal_of("good\nbad\n"),
            "vocabulary, line 1: expected \"<pad>\", found \"good\"; use an undamaged model file");
  EXPECT_EQ(refusal_of("<pad>\n<UNK>\n"),
            "vocabulary, line 2: expected \"<unk>\", found \"<UNK>\"; use an undamaged model file");
  EXPECT_THAT(refusal_of(""), testing::HasSubstr("line 1"));
  EXPECT_THAT(refusal_of("<pad>\n"), testing::HasSubstr("line 2"));
}

TEST(Vocabulary, RefusesDamagedBytesByLine) {
  EXPECT_EQ(refusal_of("<pad>\n<unk>\na\n\nb\n"),
            "vocabulary, line 4: expected a token, found an empty line; use an undamaged model file");
  EXPECT_EQ(refusal_of("<pad>\n<unk>\na\nb\na\n"),
            "vocabulary, line 5: expected each token once, found \"a\" of line 3 again; use an undamaged "
            "model file");
  EXPECT_EQ(refusal_of("<pad>\n<unk>\na\xFF\n"),
            "vocabulary, line 3: expected UTF-8, found \"a\\xff\"; use an undamaged model file");
  EXPECT_EQ(refusal_of("<pad>\n<unk>\na"),
            "vocabulary, line 3: expected a newline at the end, found none; use an undamaged model file");
}

}  // namespace
}  // namespace sentiment
