#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "data/packing.h"
#include "data/row_reading.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using Kind = PackedEntry::Kind;

const std::vector<PackedEntry> kEntries{
    {"train/pos/10_9.txt", "ten"},       {"train/pos/2_8.txt", "two"},
    {"train/neg/0_1.txt", "zero"},       {"train/unsup/5_0.txt", "five"},
    {"train/urls_pos.txt", "beside"},    {"train/labeledBow.feat", "beside"},
    {"train/pos/notes.md", "no review"}, {"train/pos/deeper/1_1.txt", "below"},
    {"train/neg/.1_1.txt", "hidden"}};
const Rows kRows{"neg|zero", "pos|ten", "pos|two", "unsup|five"};
const Rows kPlaces{"train/neg/0_1.txt", "train/pos/10_9.txt", "train/pos/2_8.txt", "train/unsup/5_0.txt"};
const Skipped kSkipped{{"beside the label folders", 2},
                       {"not a .txt file", 1},
                       {"below a label folder's own files", 1},
                       {"hidden", 1}};

void write_all(const TemporaryFolder& folder, const std::vector<PackedEntry>& entries) {
  for (const PackedEntry& entry : entries) folder.write(entry.name, entry.content);
}

void expect_the_reviews(const std::string& location) {
  const ReadRows read_back = read_rows(location);
  EXPECT_EQ(read_back.rows(), kRows);
  EXPECT_EQ(read_back.places(), kPlaces);
  EXPECT_EQ(read_back.counts.skipped, kSkipped);
}

TEST(ReviewFolder, IsReadInOrderOfNamesAndAllItsFilesAreCounted) {
  const TemporaryFolder folder;
  write_all(folder, kEntries);
  expect_the_reviews((folder.path() / "train").native());
  expect_the_reviews((folder.path() / "train/").native());
}

TEST(ReviewFolder, GivesItsOwnTextsWithoutLabelsWhereOnlyTextIsWanted) {
  const std::vector<PackedEntry> entries{{"unsup/2_0.txt", "two"},
                                         {"unsup/10_0.txt", "ten"},
                                         {"unsup/.3_0.txt", "hidden"},
                                         {"unsup/notes.md", "no review"},
                                         {"unsup/deeper/still/1_0.txt", "below"}};
  const TemporaryFolder folder;
  write_all(folder, entries);
  folder.write("packed.tar", tar(entries));
  for (const char* name : {"unsup", "packed.tar!/unsup"}) {
    const std::string location = (folder.path() / name).native();
    const ReadRows found = read_rows(location, {}, Wanted::kText);
    EXPECT_EQ(found.rows(), (Rows{"|ten", "|two"}));
    EXPECT_EQ(found.places(), (Rows{"unsup/10_0.txt", "unsup/2_0.txt"}));
    EXPECT_EQ(found.counts.skipped,
              (Skipped{{"hidden", 1}, {"not a .txt file", 1}, {"below a label folder's own files", 1}}));
    for (const Record& record : found.records) EXPECT_FALSE(record.has_label);
    EXPECT_THROW(read_rows(location), DataError);
  }
}

TEST(ReviewFolder, WithLabelFoldersGivesNoFileBesideThemWhereOnlyTextIsWanted) {
  const TemporaryFolder folder;
  write_all(folder, kEntries);
  const ReadRows found = read_rows((folder.path() / "train").native(), {}, Wanted::kText);
  EXPECT_EQ(found.rows(), kRows);
  EXPECT_EQ(found.counts.skipped, (Skipped{{"beside the label folders", 1},
                                           {"not a .txt file", 2},
                                           {"below a label folder's own files", 1},
                                           {"hidden", 1}}));
}

TEST(ReviewFolder, HasTheSameOrderHoweverItWasWritten) {
  const TemporaryFolder folder;
  write_all(folder, {kEntries.rbegin(), kEntries.rend()});
  expect_the_reviews((folder.path() / "train").native());
}

TEST(ReviewFolder, IsReadFromEveryKindOfArchive) {
  const TemporaryFolder folder;
  const std::string packed = tar(kEntries);
  for (const auto& [name, bytes] :
       std::vector<std::pair<std::string, std::string>>{{"a.tar", packed},
                                                        {"a.tar.gz", gzip(packed)},
                                                        {"a.tgz", gzip(packed)},
                                                        {"a.tar.xz", xz(packed)},
                                                        {"a.tar.zst", zstd(packed)},
                                                        {"a.tar.bz2", bzip2(packed)},
                                                        {"a.zip", zip(kEntries)}}) {
    expect_the_reviews(folder.write(name, bytes).native() + "!/train");
  }
}

TEST(ReviewFolder, DoesNotDependOnTheOrderOrSpellingOfAnArchive) {
  const TemporaryFolder folder;
  std::vector<PackedEntry> entries(kEntries.rbegin(), kEntries.rend());
  for (PackedEntry& entry : entries) entry.name = "./data//" + entry.name;
  entries.insert(entries.begin(), {{"./", "", Kind::kFolder},
                                   {"./data/train/pos/", "", Kind::kFolder},
                                   {"./README", "elsewhere"},
                                   {"./data/test/pos/1_1.txt", "elsewhere"},
                                   {"./data/train2/pos/1_1.txt", "elsewhere"}});
  const std::string archive = folder.write("a.tar.gz", gzip(tar(entries))).native();
  expect_the_reviews(archive + "!/data/train");
  expect_the_reviews(archive + "!/./data/train/");
}

TEST(ReviewFolder, MayBeTheTopOfAnArchive) {
  const TemporaryFolder folder;
  const ReadRows read_back =
      read_rows(folder.write("imdb.zip", zip({{"pos/1.txt", "fine"}, {"neg/1.txt", "bad"}})).native() + "!/");
  EXPECT_EQ(read_back.rows(), (Rows{"neg|bad", "pos|fine"}));
  EXPECT_EQ(read_back.places(), (Rows{"imdb.zip/neg/1.txt", "imdb.zip/pos/1.txt"}));
}

TEST(ReviewFolder, CountsLinksInAnArchive) {
  const TemporaryFolder folder;
  const ReadRows read_back = read_rows(folder
                                           .write("a.tar", tar({{"pos/1.txt", "fine"},
                                                                {"pos/2.txt", "1.txt", Kind::kSymbolicLink},
                                                                {"pos/3.txt", "pos/1.txt", Kind::kHardLink}}))
                                           .native() +
                                       "!/");
  EXPECT_EQ(read_back.rows(), Rows{"pos|fine"});
  EXPECT_EQ(read_back.counts.skipped, (Skipped{{"a link in the archive", 2}}));
}

TEST(ReviewFolder, TakesTheLaterOfTwoEntriesOfOneName) {
  const TemporaryFolder folder;
  const ReadRows read_back =
      read_rows(folder.write("a.tar", tar({{"pos/1.txt", "old"}, {"neg/1.txt", "bad"}, {"pos/1.txt", "new"}}))
                    .native() +
                "!/");
  EXPECT_EQ(read_back.rows(), (Rows{"neg|bad", "pos|new"}));
  EXPECT_EQ(read_back.counts.skipped, (Skipped{{"replaced by a later entry of the archive", 1}}));
}

TEST(ReviewFolder, FollowsLinksToFilesAndFoldersButNotInCircles) {
  const TemporaryFolder folder;
  folder.write("train/pos/1.txt", "fine");
  folder.write("other/2.txt", "linked");
  const std::filesystem::path train = folder.path() / "train";
  std::filesystem::create_directory_symlink(folder.path() / "other", train / "neg");
  std::filesystem::create_symlink(folder.path() / "other/2.txt", train / "pos/2.txt");
  std::filesystem::create_symlink("nowhere", train / "pos/3.txt");
  std::filesystem::create_directory_symlink(train, train / "pos/circle");
  const ReadRows read_back = read_rows(train.native());
  EXPECT_EQ(read_back.rows(), (Rows{"neg|linked", "pos|fine", "pos|linked"}));
  EXPECT_EQ(read_back.counts.skipped,
            (Skipped{{"broken symbolic link", 1}, {"below a label folder's own files", 1}}));
}

TEST(ReviewFolder, DoesNotWaitForANamedPipe) {
  const TemporaryFolder folder;
  folder.write("train/pos/1.txt", "fine");
  ASSERT_EQ(::mkfifo((folder.path() / "train/pos/2.txt").c_str(), 0600), 0);
  EXPECT_EQ(read_rows((folder.path() / "train").native()).counts.skipped,
            (Skipped{{"not a regular file", 1}}));
}

TEST(ReviewFolder, KeepsTextsAsTheyAre) {
  const TemporaryFolder folder;
  folder.write("train/pos/1.txt", "");
  folder.write("train/pos/2.txt", std::string("a\0b\r\n\n", 6));
  folder.write("train/pos/3.txt", "\xEF\xBB\xBFmarked");
  EXPECT_EQ(read_rows((folder.path() / "train").native()).rows(),
            (Rows{"pos|", "pos|" + std::string("a\0b\r\n\n", 6), "pos|marked"}));
}

TEST(ReviewFolder, AppliesThePoliciesToEachFile) {
  const TemporaryFolder folder;
  folder.write("train/neg/1.txt", "caf\xE9");
  folder.write("train/pos/1.txt", std::string("\xFF\xFEh\0i\0", 6));
  folder.write("train/pos/2.txt", "fine");
  const std::string train = (folder.path() / "train").native();
  EXPECT_EQ(message_of<DataError>([&] { read_rows(train); }).substr(train.size(), 40),
            "/neg/1.txt: expected UTF-8, found \"caf\\x");
  EXPECT_EQ(message_of<DataError>([&] {
              read_rows(train, {.on_invalid_utf8 = InvalidUtf8::kReplace});
            }).substr(train.size(), 46),
            "/pos/1.txt: expected UTF-8, found UTF-16; corr");
  const ReadRows skipped =
      read_rows(train, {.on_bad_row = BadRow::kSkip, .on_invalid_utf8 = InvalidUtf8::kSkip});
  EXPECT_EQ(skipped.rows(), Rows{"pos|fine"});
  EXPECT_EQ(skipped.counts.skipped, (Skipped{{"invalid UTF-8", 1}, {"UTF-16 text", 1}}));
}

TEST(ReviewFolder, RefusesAFolderWithoutReviews) {
  const TemporaryFolder folder;
  folder.write("aclImdb/train/pos/1.txt", "fine");
  folder.write("flat/1.txt", "fine");
  const std::string path = folder.path().native();
  EXPECT_EQ(
      message_of<DataError>([&] { read_rows(path + "/aclImdb"); }),
      path +
          "/aclImdb: expected one subfolder per label with .txt files in it, found none in the subfolders "
          "\"train\"; name the folder that holds the label folders");
  EXPECT_NE(message_of<DataError>([&] { read_rows(path + "/flat"); }).find("found no subfolder"),
            std::string::npos);
  const std::string archive = folder.write("a.zip", zip({{"flat/1.txt", "fine"}})).native();
  EXPECT_NE(message_of<DataError>([&] { read_rows(archive + "!/flat"); }).find("found no subfolder"),
            std::string::npos);
}

// Rows: E14
TEST(ReviewFolder, NamesTheFirstOfManySubfoldersWithoutReviews) {
  const TemporaryFolder folder;
  for (int i = 30; i-- > 10;) folder.write("data/" + std::to_string(i) + "/notes.md", "no review");
  const std::string message = message_of<DataError>([&] { read_rows((folder.path() / "data").native()); });
  EXPECT_NE(
      message.find("none in the subfolders \"10\", \"11\", \"12\", \"13\", \"14\", \"15\", \"16\", \"17\", "
                   "\"18\", \"19\", ...; name"),
      std::string::npos)
      << message;
}

TEST(ReviewFolder, RefusesALabelThatIsNotUtf8) {
  const TemporaryFolder folder;
  folder.write("train/p\xFFs/1.txt", "fine");
  EXPECT_NE(message_of<DataError>([&] {
              read_rows((folder.path() / "train").native());
            }).find("expected UTF-8, found \"p\\xffs\""),
            std::string::npos);
}

// Rows: E10 E14
TEST(ReviewFolder, RefusesAReviewOfMoreThan16Megabytes) {
  const TemporaryFolder folder;
  const auto file = folder.write("train/pos/1.txt", "");
  std::filesystem::resize_file(file, 16 << 20);
  EXPECT_EQ(read_rows((folder.path() / "train").native()).counts.used, 1);
  std::filesystem::resize_file(file, (16 << 20) + 1);
  EXPECT_NE(message_of<Error>([&] {
              read_rows((folder.path() / "train").native());
            }).find("1.txt: expected at most 16777216 bytes"),
            std::string::npos);
  const std::string archive =
      folder.write("a.zip", zip({{"pos/1.txt", std::string((16 << 20) + 1, 'x')}})).native();
  EXPECT_NE(message_of<DataError>([&] { read_rows(archive + "!/"); }).find("a review of at most 16 MB"),
            std::string::npos);
}

TEST(ReviewFolder, RefusesAFileThatCannotBeRead) {
  const TemporaryFolder folder;
  folder.write("train/pos/1.txt", "fine");
  const auto reader = open_records((folder.path() / "train").native(), {}, Wanted::kTextAndLabel);
  std::filesystem::remove(folder.path() / "train/pos/1.txt");
  Record record;
  EXPECT_THROW(reader->next(record), Error);
}

}  // namespace
}  // namespace sentiment
