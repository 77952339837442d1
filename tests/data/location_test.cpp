#include "data/location.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/packing.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(Location, IsAPathOrAPathInAnArchive) {
  const TemporaryFolder folder;
  const std::string archive = folder.write("a.zip", zip({{"x/y.csv", "1"}}));
  const Location plain = parse_location(archive);
  EXPECT_EQ(plain.path, archive);
  EXPECT_FALSE(plain.inner);
  const Location inner = parse_location(archive + "!/./x//y.csv");
  EXPECT_EQ(inner.path, archive);
  EXPECT_EQ(inner.inner, "x/y.csv");
  EXPECT_EQ(parse_location(archive + "!/").inner, "");
}

TEST(Location, KnowsItsLastPart) {
  const TemporaryFolder folder;
  const std::string archive = folder.write("a.zip", zip({{"x/y.csv", "1"}}));
  EXPECT_EQ(parse_location(archive).last_part(), "a.zip");
  EXPECT_EQ(parse_location(archive + "!/x/y.csv").last_part(), "y.csv");
  EXPECT_EQ(parse_location(archive + "!/").last_part(), "a.zip");
  const std::string name = folder.path().filename().native();
  EXPECT_EQ(parse_location(folder.path().native() + "/").last_part(), name);
  EXPECT_EQ(parse_location(folder.path().native() + "/.").last_part(), name);
}

TEST(Location, MayHoldAnExclamationMarkOnDisk) {
  const TemporaryFolder folder;
  const std::string file = folder.write("wow!/a.csv", "text\n");
  EXPECT_FALSE(parse_location(file).inner);
  const std::string archive = folder.write("wow!/a.zip", zip({{"y.csv", "1"}}));
  const Location inner = parse_location(archive + "!/y.csv");
  EXPECT_EQ(inner.path, archive);
  EXPECT_EQ(inner.inner, "y.csv");
}

TEST(Location, RefusesWhatIsNotThere) {
  const TemporaryFolder folder;
  const std::string path = folder.path().native();
  EXPECT_EQ(message_of<Error>([&] { parse_location(path + "/none.csv"); }),
            path + "/none.csv: no such file or folder");
  EXPECT_EQ(message_of<Error>([&] { parse_location(path + "/none.zip!/a"); }),
            path + "/none.zip!/a: no such file or folder");
  EXPECT_THROW(parse_location(""), Error);
  folder.write("a.csv", "text\n");
  EXPECT_NE(
      message_of<DataError>([&] { parse_location(path + "/a.csv!/x"); }).find("expected an archive before"),
      std::string::npos);
}

TEST(Location, OpensTheBytesOfItsFileDecompressed) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_all(*open_bytes(parse_location(folder.write("a.csv.gz", gzip("fine"))))), "fine");
  const std::string archive =
      folder.write("a.zip", zip({{"x/y.csv", "plain"}, {"x/z.csv.gz", gzip("packed twice")}}));
  EXPECT_EQ(read_all(*open_bytes(parse_location(archive + "!/x/y.csv"))), "plain");
  EXPECT_EQ(read_all(*open_bytes(parse_location(archive + "!/x/z.csv.gz"))), "packed twice");
  EXPECT_THROW(open_bytes(parse_location(archive + "!/x")), Error);
  EXPECT_THROW(open_bytes(parse_location(archive + "!/none")), Error);
}

}  // namespace
}  // namespace sentiment
