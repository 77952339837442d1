#include "doctor/mojibake.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

TEST(Mojibake, IsFoundWhereItBegins) {
  EXPECT_EQ(find_mojibake("un cafÃ© noir"), 6u);
  EXPECT_EQ(find_mojibake("itâ€™s"), 2u);
  EXPECT_EQ(find_mojibake("a â€“ b"), 2u);
  EXPECT_EQ(find_mojibake("ðŸ˜€"), 0u);
  EXPECT_EQ(find_mojibake("ï»¿text"), 0u);
  EXPECT_EQ(find_mojibake("5 Â£"), 2u);
  EXPECT_EQ(find_mojibake("StraÃŸe"), 4u);
  EXPECT_EQ(find_mojibake("Å‚Ã³dÅº"), 0u);
}

TEST(Mojibake, MayHaveControlsWhereLatin1WasRead) {
  EXPECT_EQ(find_mojibake("\u00c3\u0089t\u00c3\u00a9"), 0u);
}

TEST(Mojibake, IsNotWhatPeopleWrite) {
  for (const char* text : {"", "plain", "café naïve Ångström œuvre", "“CAFÉ” and “DÉJÀ”", "Voilà !",
                           "Ça coûte 5 €…", "„DAS IST Ä“", "CAFÉ® CAFÉ™ CAFÉ…", "É\u00a0» dit-il",
                           "Œuvre – Œ", "NÃO, IRMÃ “SÃO”", "日本語 Ωμέγα ру́сский 😀", "\u0096 C1 \u0085"})
    EXPECT_EQ(find_mojibake(text), kNone) << text;
}

TEST(Mojibake, IsLookedForInAnyBytes) {
  EXPECT_EQ(find_mojibake("\xC3"), kNone);
  EXPECT_EQ(find_mojibake("\xC3\x83"), kNone);
  EXPECT_EQ(find_mojibake("\xFF\xC3\x83\xC2\xA9"), 1u);
}

}  // namespace
}  // namespace sentiment
