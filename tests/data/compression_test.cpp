#include "data/compression.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/packing.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(Compression, IsToldByTheEndOfTheName) {
  EXPECT_EQ(split_compression("a/reviews.csv.gz").compression, Compression::kGzip);
  EXPECT_EQ(split_compression("a/reviews.csv.gz").content, "a/reviews.csv");
  EXPECT_EQ(split_compression("Reviews.CSV.XZ").content, "reviews.csv");
  EXPECT_EQ(split_compression("imdb.tgz").content, "imdb.tar");
  EXPECT_EQ(split_compression("imdb.tar.zst").content, "imdb.tar");
  EXPECT_EQ(split_compression("imdb.tbz2").compression, Compression::kBzip2);
  EXPECT_EQ(split_compression("reviews.csv").compression, Compression::kNone);
}

TEST(Compression, IsUndoneByName) {
  EXPECT_EQ(read_all(*decompress(in_memory(gzip("fine")), "a.gz")), "fine");
  EXPECT_EQ(read_all(*decompress(in_memory(xz("fine")), "a.xz")), "fine");
  EXPECT_EQ(read_all(*decompress(in_memory(zstd("fine")), "a.zst")), "fine");
  EXPECT_EQ(read_all(*decompress(in_memory(bzip2("fine")), "a.bz2")), "fine");
  EXPECT_EQ(read_all(*decompress(in_memory("fine"), "a.csv")), "fine");
}

std::string repeated(const std::string& part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

/// Bytes that cannot be made smaller.
std::string noise(std::size_t size) {
  std::string bytes;
  uint64_t state = 1;
  while (bytes.size() < size) {
    state = state * 6364136223846793005U + 1442695040888963407U;  // Knuth's MMIX generator
    bytes += static_cast<char>(state >> 56);
  }
  return bytes;
}

/// Reads to the end and forgets; how many bytes there were.
std::size_t count_of(ByteSource& source) {
  std::string piece(kPieceBytes, '\0');
  std::size_t all = 0;
  while (const std::size_t count = source.read(piece)) all += count;
  return all;
}

// Rows: E14
TEST(Compression, RefusesABomb) {
  const std::string zeros(16 << 20, '\0');
  EXPECT_EQ(count_of(*decompress(in_memory(repeated(gzip(zeros), 4)), "a.gz")), 64u << 20);
  const std::pair<const char*, std::string> bombs[] = {
      {"a.gz", gzip(zeros)}, {"a.zst", zstd(zeros)}, {"a.xz", xz(zeros)}};
  for (const auto& [name, part] : bombs) {
    const auto source = decompress(in_memory(repeated(part, 5)), name);
    EXPECT_NE(message_of<Error>([&] { count_of(*source); }).find("at most 200 times"), std::string::npos)
        << name;
  }
}

TEST(Compression, ReadsMuchDataThatIsNoBomb) {
  const std::string part = gzip(std::string(4 << 20, '\0') + noise(100'000));  // 40 times smaller
  EXPECT_EQ(count_of(*decompress(in_memory(repeated(part, 20)), "a.gz")), 20u * ((4u << 20) + 100'000));
}

}  // namespace
}  // namespace sentiment
