#include "core/hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

// FIPS 180-2, appendix B, and the empty message.
constexpr const char* kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOfTwoBlocks = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
constexpr const char* kOfAMillionA = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, MatchesThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), kOfNothing);
  EXPECT_EQ(sha256_hex("abc"), kOfAbc);
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), kOfTwoBlocks);
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')), kOfAMillionA);
}

TEST(Sha256, DoesNotDependOnThePieces) {
  Sha256 hash;
  for (int i = 0; i < 1'000; ++i) hash.update(std::string(1'000, 'a'));
  hash.update("");
  EXPECT_EQ(hash.hex(), kOfAMillionA);
}

TEST(Sha256, HashesFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(sha256_hex_of_file(folder.write("empty", "")), kOfNothing);
  EXPECT_EQ(sha256_hex_of_file(folder.write("many", std::string(1'000'000, 'a'))), kOfAMillionA);
}

TEST(Sha256, NamesAFileItCannotRead) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<Error>([&] { sha256_hex_of_file(folder.path() / "absent"); }), HasSubstr("absent"));
  EXPECT_THAT(message_of<Error>([&] { sha256_hex_of_file(folder.path()); }), HasSubstr("reading failed"));
}

TEST(Xxh3, MatchesThePublishedVectorOfNothing) {
  EXPECT_EQ(xxh3_hex(""), "99aa06d3014798d86001c324468d497f");
}

TEST(Xxh3, TellsTextsApart) {
  EXPECT_EQ(xxh3_hex("a").size(), 32u);
  EXPECT_NE(xxh3_hex("a"), xxh3_hex("b"));
}

TEST(Xxh3, DoesNotDependOnThePieces) {
  const std::string bytes(100'000, 'a');
  Xxh3 hash;
  EXPECT_EQ(hash.hex(), xxh3_hex(""));
  for (std::size_t at = 0; at < bytes.size(); at += 999) hash.update(std::string_view(bytes).substr(at, 999));
  EXPECT_EQ(hash.hex(), xxh3_hex(bytes));
}

}  // namespace
}  // namespace sentiment
