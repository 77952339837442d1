#include "data/text_streams.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;

TextList texts_of(std::initializer_list<std::vector<TokenId>> texts) {
  TextList list;
  for (const std::vector<TokenId>& text : texts) list.add(text);
  return list;
}

TEST(TextStreams, LayTextsBehindEachOtherWithAnEndBetween) {
  const TextList texts = texts_of({{3, 4, 5}, {6, 7}, {8}});
  const TextStreams streams(texts, {.streams = 1, .window = 100});
  EXPECT_EQ(streams.windows(), 1);
  const TextWindow window = streams.window(0);
  EXPECT_THAT(window.inputs, ElementsAre(2, 3, 4, 5, 2, 6, 7, 2, 8));
  EXPECT_THAT(window.targets, ElementsAre(3, 4, 5, 2, 6, 7, 2, 8, 2));
}

TEST(TextStreams, ReadEachTextFromItsEndWhereAsked) {
  const TextList texts = texts_of({{3, 4, 5}, {6, 7}});
  const TextStreams streams(texts, {.streams = 1, .window = 100, .backward = true});
  EXPECT_THAT(streams.window(0).inputs, ElementsAre(2, 5, 4, 3, 2, 7, 6));
}

TEST(TextStreams, ReadALabelBehindTheEndInBothDirections) {
  TextList texts;
  texts.add(std::vector<TokenId>{5, 6, 7}, 3);
  texts.add(std::vector<TokenId>{8, 9});
  texts.add(std::vector<TokenId>{10}, 4);
  const TextWindow forward = TextStreams(texts, {.streams = 1, .window = 100}).window(0);
  EXPECT_THAT(forward.inputs, ElementsAre(2, 3, 5, 6, 7, 2, 8, 9, 2, 4, 10));
  EXPECT_THAT(forward.targets, ElementsAre(3, 5, 6, 7, 2, 8, 9, 2, 4, 10, 2));
  const TextWindow backward = TextStreams(texts, {.streams = 1, .window = 100, .backward = true}).window(0);
  EXPECT_THAT(backward.inputs, ElementsAre(2, 3, 7, 6, 5, 2, 9, 8, 2, 4, 10));
}

TEST(TextStreams, CutStreamsOfEqualLengthIntoWindowsThatGoOn) {
  const TextList texts = texts_of({{3, 4, 5, 6, 7, 8, 9, 10, 11}});  // ten tokens with the end
  const TextStreams streams(texts, {.streams = 2, .window = 2});
  EXPECT_EQ(streams.windows(), 3);  // of 5 tokens
  EXPECT_THAT(streams.window(0).inputs, ElementsAre(2, 7));
  EXPECT_THAT(streams.window(1).inputs, ElementsAre(3, 4, 8, 9));
  EXPECT_THAT(streams.window(2).inputs, ElementsAre(5, 6, 10, 11));
  EXPECT_THAT(streams.window(2).targets, ElementsAre(6, 7, 11, 2));
}

TEST(TextStreams, CoverEveryTokenOnceHoweverTheWindowsAreMoved) {
  TextList texts;
  for (TokenId id = 3; id < 200; ++id) texts.add(std::vector<TokenId>(7, id));
  TextStreams streams(texts, {.streams = 4, .window = 20});
  streams.shuffle(5, 1);
  std::vector<std::vector<TokenId>> whole(4);
  bool uneven = false;
  for (int64_t number = 0; number < streams.windows(); ++number) {
    const TextWindow window = streams.window(number);
    EXPECT_GE(window.time, 10);
    EXPECT_LE(window.time, 30);
    uneven = uneven || window.time != streams.window(0).time;
    for (std::size_t s = 0; s < 4; ++s) {
      const auto first = window.inputs.begin() + static_cast<int64_t>(s) * window.time;
      whole[s].insert(whole[s].end(), first, first + window.time);
    }
  }
  EXPECT_TRUE(uneven);
  for (const auto& stream : whole) EXPECT_EQ(stream.size(), 197u * 8u / 4u);
  EXPECT_EQ(std::count(whole[2].begin(), whole[2].end(), Vocabulary::kPadId), 0);
}

TEST(TextStreams, ShuffleByTheSeedAndEpochAlone) {
  TextList texts;
  for (TokenId id = 3; id < 100; ++id) texts.add(std::vector<TokenId>{id});
  TextStreams a(texts, {.streams = 2, .window = 10});
  TextStreams b(texts, {.streams = 2, .window = 10});
  a.shuffle(1, 3);
  b.shuffle(1, 0);
  EXPECT_NE(a.window(1).inputs, b.window(1).inputs);
  b.shuffle(1, 3);
  EXPECT_EQ(a.window(1).inputs, b.window(1).inputs);
}

TEST(TextStreams, RefuseFewerTokensThanStreams) {
  const TextList texts = texts_of({{3}, {4}});
  EXPECT_THAT(
      message_of<DataError>([&] { TextStreams(texts, {.streams = 5, .window = 70}); }),
      testing::HasSubstr("expected at least a token for each of 5 streams, found 2 tokens in 2 texts"));
}

}  // namespace
}  // namespace sentiment
