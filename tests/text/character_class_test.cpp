#include "text/character_class.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(CharacterClass, KnowsAscii) {
  EXPECT_EQ(class_of('z'), CharacterClass::kLetter);
  EXPECT_EQ(class_of('0'), CharacterClass::kDigit);
  EXPECT_EQ(class_of('_'), CharacterClass::kPunctuation);
  EXPECT_EQ(class_of('$'), CharacterClass::kPunctuation);
  EXPECT_EQ(class_of(' '), CharacterClass::kSpace);
  EXPECT_EQ(class_of('\x7F'), CharacterClass::kSpace);
}

TEST(CharacterClass, KnowsLettersOfAllScripts) {
  EXPECT_EQ(class_of(CodePoint{0x00E9}), CharacterClass::kLetter);   // e with acute
  EXPECT_EQ(class_of(CodePoint{0x0416}), CharacterClass::kLetter);   // Cyrillic
  EXPECT_EQ(class_of(CodePoint{0xD55C}), CharacterClass::kLetter);   // Hangul
  EXPECT_EQ(class_of(CodePoint{0x0301}), CharacterClass::kMark);     // combining acute
  EXPECT_EQ(class_of(CodePoint{0x0663}), CharacterClass::kDigit);    // Arabic three
  EXPECT_EQ(class_of(CodePoint{0x4E2D}), CharacterClass::kSingle);   // ideograph
  EXPECT_EQ(class_of(CodePoint{0x20000}), CharacterClass::kSingle);  // ideograph, extension B
  EXPECT_EQ(class_of(CodePoint{0x0E01}), CharacterClass::kSingle);   // Thai
}

TEST(CharacterClass, TellsEmojiFromOtherSymbols) {
  EXPECT_EQ(class_of(CodePoint{0x1F600}), CharacterClass::kEmoji);
  EXPECT_EQ(class_of(CodePoint{0x2764}), CharacterClass::kEmoji);
  EXPECT_EQ(class_of(CodePoint{0x1F1EB}), CharacterClass::kFlag);
  EXPECT_EQ(class_of(CodePoint{0x2606}), CharacterClass::kSingle);       // white star
  EXPECT_EQ(class_of(CodePoint{0x20AC}), CharacterClass::kPunctuation);  // euro
  EXPECT_EQ(class_of(CodePoint{0xE000}), CharacterClass::kSingle);       // private use
}

TEST(CharacterClass, SeparatesAtSpacesAndControls) {
  for (const CodePoint c : {0xA0, 0x1680, 0x2028, 0x2029, 0x3000, 0x81, 0x200B}) {
    EXPECT_EQ(class_of(c), CharacterClass::kSpace) << c;
  }
}

}  // namespace
}  // namespace sentiment
