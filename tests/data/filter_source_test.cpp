#include "data/filter_source.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/packing.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

struct Kind {
  const char* name;
  Compression compression;
  std::string (*compress)(const std::string&);
};

class FilterSourceTest : public testing::TestWithParam<Kind> {
 protected:
  static std::string compress(const std::string& content) { return GetParam().compress(content); }
  static std::string decompressed(const std::string& bytes, std::size_t piece = 1 << 16) {
    FilterSource source(in_memory(bytes, piece), GetParam().compression, "reviews");
    const std::string content = read_all(source);
    char more = 0;
    EXPECT_EQ(source.read({&more, 1}), 0u);
    return content;
  }
};

std::string varied(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i * i * 2654435761U) + '\n';
  return text;
}

TEST_P(FilterSourceTest, GivesBackWhatWasCompressed) {
  EXPECT_EQ(decompressed(compress("a fine film\n")), "a fine film\n");
  const std::string content = varied(300'000);
  EXPECT_EQ(decompressed(compress(content)), content);
  EXPECT_EQ(decompressed(compress(content), 13), content);
}

TEST_P(FilterSourceTest, ReadsStreamsOneAfterAnother) {
  EXPECT_EQ(decompressed(compress("one ") + compress("two")), "one two");
}

TEST_P(FilterSourceTest, RefusesATruncatedFileAtEveryLength) {
  const std::string bytes = compress(varied(700));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(decompressed(bytes.substr(0, length)), Error) << length;
  }
}

TEST_P(FilterSourceTest, RefusesATruncatedSecondStream) {
  const std::string first = compress("one ");
  const std::string bytes = first + compress("two");
  for (std::size_t length = first.size() + 1; length < bytes.size(); ++length) {
    EXPECT_THROW(decompressed(bytes.substr(0, length)), Error) << length;
  }
}

TEST_P(FilterSourceTest, RefusesBytesAfterTheEnd) {
  EXPECT_THROW(decompressed(compress("x") + "some other bytes"), Error);
  EXPECT_THROW(decompressed(compress("x") + "tail", 1), Error);
}

TEST_P(FilterSourceTest, RefusesADamagedContent) {
  if (GetParam().compression == Compression::kZstd)
    return;  // libarchive writes it without checksum, see below
  std::string bytes = compress(varied(700));
  bytes[bytes.size() / 2] ^= 4;
  EXPECT_THROW(decompressed(bytes), Error);
}

TEST_P(FilterSourceTest, RefusesWhatIsNotCompressed) {
  EXPECT_EQ(
      message_of<Error>([] { decompressed("text,label\na fine film,pos\n"); }),
      "reviews: expected compressed data as the name says, found something else or a truncated file; get "
      "the file again or rename it");
}

INSTANTIATE_TEST_SUITE_P(Each, FilterSourceTest,
                         testing::Values(Kind{"xz", Compression::kXz, xz},
                                         Kind{"zstd", Compression::kZstd, zstd},
                                         Kind{"bzip2", Compression::kBzip2, bzip2}),
                         [](const auto& info) { return info.param.name; });

// Made by zstd, which adds a checksum, from "a fine film\n".
TEST(FilterSource, VerifiesTheChecksumOfZstd) {
  std::string bytes(
      "\x28\xB5\x2F\xFD\x04\x58\x61\x00\x00"
      "a fine film\n"
      "\x77\xDA\x0E\x25",
      25);
  FilterSource sound(in_memory(bytes), Compression::kZstd, "a.zst");
  EXPECT_EQ(read_all(sound), "a fine film\n");
  bytes[12] ^= 1;
  EXPECT_THROW(FilterSource(in_memory(bytes), Compression::kZstd, "a.zst"), Error);
}

// Made by xz and bzip2 from a file of 0 bytes.
TEST(FilterSource, ReadsAnEmptyContent) {
  const std::string empty_xz(
      "\xFD\x37\x7A\x58\x5A\x00\x00\x04\xE6\xD6\xB4\x46\x00\x00\x00\x00\x1C\xDF\x44\x21\x1F\xB6\xF3\x7D\x01"
      "\x00\x00"
      "\x00\x00\x04\x59\x5A",
      32);
  const std::string empty_bzip2("\x42\x5A\x68\x39\x17\x72\x45\x38\x50\x90\x00\x00\x00\x00", 14);
  FilterSource from_xz(in_memory(empty_xz), Compression::kXz, "empty.xz");
  EXPECT_EQ(read_all(from_xz), "");
  FilterSource from_bzip2(in_memory(empty_bzip2), Compression::kBzip2, "empty.bz2");
  EXPECT_EQ(read_all(from_bzip2), "");
}

}  // namespace
}  // namespace sentiment
