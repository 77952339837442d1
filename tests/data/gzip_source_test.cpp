#include "data/gzip_source.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/packing.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

std::string gunzip(const std::string& bytes, std::size_t piece = 1 << 16) {
  GzipSource source(in_memory(bytes, piece), "reviews.gz");
  const std::string content = read_all(source);
  char more = 0;
  EXPECT_EQ(source.read({&more, 1}), 0u);
  return content;
}

std::string varied(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i * i * 2654435761U) + '\n';
  return text;
}

TEST(GzipSource, GivesBackWhatWasCompressed) { EXPECT_EQ(gunzip(gzip("a fine film\n")), "a fine film\n"); }

TEST(GzipSource, ReadsAnEmptyContent) { EXPECT_EQ(gunzip(gzip("")), ""); }

TEST(GzipSource, ReadsALargeContentInWhateverPiecesItArrives) {
  const std::string content = varied(300'000);
  const std::string bytes = gzip(content);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{17}, std::size_t{65536}}) {
    EXPECT_EQ(gunzip(bytes, piece), content) << piece;
  }
}

TEST(GzipSource, ReadsMembersOneAfterAnother) {
  EXPECT_EQ(gunzip(gzip("one ") + gzip("") + gzip("two")), "one two");
  EXPECT_EQ(gunzip(gzip("one ") + gzip("") + gzip("two"), 1), "one two");
}

TEST(GzipSource, RefusesATruncatedFileAtEveryLength) {
  const std::string bytes = gzip(varied(700));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{65536}}) {
      EXPECT_NE(message_of<Error>([&] { gunzip(bytes.substr(0, length), piece); }).find("truncated"),
                std::string::npos)
          << length;
    }
  }
}

TEST(GzipSource, RefusesATruncatedSecondMember) {
  const std::string first = gzip("one ");
  const std::string bytes = first + gzip("two");
  for (std::size_t length = first.size() + 1; length < bytes.size(); ++length) {
    EXPECT_THROW(gunzip(bytes.substr(0, length)), Error) << length;
  }
}

TEST(GzipSource, RefusesAWrongChecksumOrLength) {
  std::string bytes = gzip("a fine film\n");
  bytes[bytes.size() - 8] ^= 1;
  EXPECT_EQ(
      message_of<Error>([&] { gunzip(bytes); }),
      "reviews.gz: expected sound gzip data, but it is damaged: incorrect data check; get the file again");
  bytes = gzip("a fine film\n");
  bytes[bytes.size() - 1] ^= 1;
  EXPECT_NE(message_of<Error>([&] { gunzip(bytes); }).find("incorrect length check"), std::string::npos);
}

TEST(GzipSource, RefusesBytesAfterTheEnd) {
  EXPECT_NE(message_of<Error>([] { gunzip(gzip("x") + "tail"); }).find("has other bytes after its end"),
            std::string::npos);
  EXPECT_THROW(gunzip(gzip("x") + std::string(1, '\0')), Error);
}

TEST(GzipSource, RefusesWhatIsNoGzip) {
  EXPECT_THROW(gunzip("text,label\na fine film,pos\n"), Error);
  EXPECT_THROW(gunzip("t"), Error);
}

}  // namespace
}  // namespace sentiment
