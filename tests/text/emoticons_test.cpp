#include <gtest/gtest.h>

#include "text/tokens.h"

namespace sentiment {
namespace {

TEST(Emoticons, AreKeptInTheirOwnCase) {
  EXPECT_EQ(tokens_of("FUN :D :P :-p :) :-( :'( ;) =) <3 </3 ^_^ -_-"),
            "fun _ :D _ :P _ :-p _ :) _ :-( _ :'( _ ;) _ =) _ <3 _ </3 _ ^_^ _ -_-");
}

TEST(Emoticons, AreFoundBesideWords) {
  EXPECT_EQ(tokens_of("great:) love<3!"), "great _ :) _ love _ <3 _ !");
}

TEST(Emoticons, TakeFurtherBrackets) { EXPECT_EQ(tokens_of(":))))) :((( (ok :))"), ":) _ :( _ ( _ ok _ :)"); }

TEST(Emoticons, AreNotFoundWithinWordsNumbersAndAddresses) {
  EXPECT_EQ(tokens_of("cast:Duncan"), "cast _ : _ duncan");
  EXPECT_EQ(tokens_of("2<3 x<30"), "2 _ < _ 3 _ x _ < _ 30");
  EXPECT_EQ(tokens_of("http://x.com"), "http _ : _ // _ x _ . _ com");
  EXPECT_EQ(tokens_of("8:30, note: x"), "8 _ : _ 30 _ , _ note _ : _ x");
}

}  // namespace
}  // namespace sentiment
