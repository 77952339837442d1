#include "analysis/behaviour_templates.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const SlotWords kWords = {{"thing", {"film", "story"}}, {"good", {"good", "fine"}}, {"none", {}}};

TEST(FillTemplates, PutsEveryWordIntoEverySlot) {
  EXPECT_THAT(fill_templates({"The {thing} is {good}."}, kWords, 100),
              ElementsAre(ElementsAre("The film is good."), ElementsAre("The film is fine."),
                          ElementsAre("The story is good."), ElementsAre("The story is fine.")));
}

TEST(FillTemplates, FillsASlotAlikeWhereverItIs) {
  EXPECT_THAT(fill_templates({"{good}, {good}", "not {good}"}, kWords, 100),
              ElementsAre(ElementsAre("good, good", "not good"), ElementsAre("fine, fine", "not fine")));
}

TEST(FillTemplates, LeavesATextWithoutSlotsAsItIs) {
  EXPECT_THAT(fill_templates({"plain"}, kWords, 1), ElementsAre(ElementsAre("plain")));
}

TEST(FillTemplates, RefusesWhatItCannotFill) {
  const auto message = [](const std::string& text, std::size_t most = 100) {
    return message_of<DataError>([&] { fill_templates({text}, kWords, most); });
  };
  EXPECT_THAT(message("{Good}"), HasSubstr("expected a slot that \"words\" has, found \"Good\""));
  EXPECT_THAT(message("{good"), HasSubstr("expected a closing brace behind \"good\""));
  EXPECT_THAT(message("good}"), HasSubstr("expected braces around the name of a slot"));
  EXPECT_THAT(message("{{good}}"), HasSubstr("expected braces around the name of a slot"));
  EXPECT_THAT(message("{thing} {good}", 3), HasSubstr("expected at most 3 texts"));
}

TEST(WithTypo, SwapsTwoLettersInTheMiddleOfTheLongestWord) {
  EXPECT_EQ(with_typo("I loved it."), "I loevd it.");
  EXPECT_EQ(with_typo("film and book"), "flim and book");
  EXPECT_EQ(with_typo("a terrible day"), "a terirble day");
}

TEST(WithTypo, PassesOverEqualLetters) { EXPECT_EQ(with_typo("zoo booot"), "zoo booto"); }

TEST(WithTypo, LeavesAWordOfOneLetterAlone) { EXPECT_EQ(with_typo("zzzz"), "zzzz"); }

TEST(WithTypo, LeavesShortWordsAlone) {
  EXPECT_EQ(with_typo("It is so."), "It is so.");
  EXPECT_EQ(with_typo(""), "");
}

}  // namespace
}  // namespace sentiment
