#include "data/compression.h"

#include <gtest/gtest.h>

#include "data/memory_source.h"
#include "data/packing.h"

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

}  // namespace
}  // namespace sentiment
