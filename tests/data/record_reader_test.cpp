#include "data/record_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "core/error.h"
#include "data/packing.h"
#include "data/row_reading.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

constexpr const char* kCsv = "text,label\n\"fine, really\",pos\nbad,neg\n";
constexpr const char* kTsv = "text\tlabel\nfine, really\tpos\nbad\tneg\n";
constexpr const char* kJsonl =
    "{\"text\":\"fine, really\",\"label\":\"pos\"}\n{\"text\":\"bad\",\"label\":\"neg\"}\n";
constexpr const char* kFastText = "\n__label__pos fine, really\n__label__neg bad\n";
const Rows kRows{"pos|fine, really", "neg|bad"};

TEST(OpenRecords, TellsTheFormatByName) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_rows(folder.write("a.csv", kCsv)).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("A.CSV", kCsv)).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("a.tsv", kTsv)).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("a.jsonl", kJsonl)).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("a.ndjson", kJsonl)).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("a.txt", kFastText)).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("a.ft", kFastText)).rows(), kRows);
}

TEST(OpenRecords, ReadsEveryFormatInEveryCompression) {
  const TemporaryFolder folder;
  for (const auto& [name, bytes] : std::vector<std::pair<std::string, std::string>>{
           {"a.csv", kCsv}, {"a.tsv", kTsv}, {"a.jsonl", kJsonl}, {"a.txt", kFastText}}) {
    EXPECT_EQ(read_rows(folder.write(name + ".gz", gzip(bytes))).rows(), kRows) << name;
    EXPECT_EQ(read_rows(folder.write(name + ".xz", xz(bytes))).rows(), kRows) << name;
    EXPECT_EQ(read_rows(folder.write(name + ".zst", zstd(bytes))).rows(), kRows) << name;
    EXPECT_EQ(read_rows(folder.write(name + ".bz2", bzip2(bytes))).rows(), kRows) << name;
  }
}

TEST(OpenRecords, ReadsFilesInArchives) {
  const TemporaryFolder folder;
  const std::vector<PackedEntry> entries{
      {"d/a.csv", kCsv}, {"d/b.jsonl.gz", gzip(kJsonl)}, {"d/c.txt", kFastText}, {"d/d.dat", kTsv}};
  for (const std::string& archive : {folder.write("a.zip", zip(entries)).native(),
                                     folder.write("a.tar.gz", gzip(tar(entries))).native()}) {
    const ReadRows csv = read_rows(archive + "!/d/a.csv");
    EXPECT_EQ(csv.rows(), kRows);
    EXPECT_EQ(csv.places(), (Rows{"a.csv:2", "a.csv:3"}));
    EXPECT_EQ(read_rows(archive + "!/d/b.jsonl.gz").rows(), kRows);
    EXPECT_EQ(read_rows(archive + "!/d/c.txt").rows(), kRows);
    EXPECT_EQ(read_rows(archive + "!/d/d.dat", {.format = DataFormat::kTsv}).rows(), kRows);
  }
}

TEST(OpenRecords, TakesTheFormatItIsTold) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_rows(folder.write("reviews", kTsv), {.format = DataFormat::kTsv}).rows(), kRows);
  EXPECT_EQ(read_rows(folder.write("a.json", kJsonl), {.format = DataFormat::kJsonl}).rows(), kRows);
}

TEST(OpenRecords, SaysWhenTheFormatCannotBeTold) {
  const TemporaryFolder folder;
  const auto message = [&](const std::string& name, const std::string& bytes) {
    const std::string path = folder.write(name, bytes);
    return message_of<DataError>([&] { read_rows(path); }).substr(path.size());
  };
  const std::string unknown =
      ": cannot tell the format; set it to \"csv\", \"tsv\", \"jsonl\" or \"fasttext\"";
  EXPECT_EQ(message("reviews", kCsv), unknown);
  EXPECT_EQ(message("a.dat.gz", gzip(kCsv)), unknown);
  EXPECT_EQ(message("a.txt", "just text\n"), unknown);
  EXPECT_EQ(message("b.txt", ""), unknown);
  EXPECT_EQ(
      message("a.json", kJsonl),
      ": expected one JSON object a line, which .jsonl names; if that is what it holds, rename it or set the "
      "format to \"jsonl\"");
  EXPECT_NE(message("a.zip", zip({{"a.csv", kCsv}})).find("!/INNER/PATH"), std::string::npos);
}

TEST(OpenRecords, RefusesAFormatOfTheWrongKind) {
  const TemporaryFolder folder;
  const std::string file = folder.write("d/pos/a.csv", kCsv);
  const std::string archive = folder.write("a.zip", zip({{"d/pos/1.txt", "fine"}})).native();
  EXPECT_THROW(read_rows(file, {.format = DataFormat::kFolder}), DataError);
  EXPECT_THROW(read_rows((folder.path() / "d").native(), {.format = DataFormat::kCsv}), DataError);
  EXPECT_THROW(read_rows(archive + "!/d", {.format = DataFormat::kCsv}), DataError);
  EXPECT_THROW(read_rows(archive + "!/d/pos/1.txt", {.format = DataFormat::kFolder}), DataError);
}

TEST(OpenRecords, SaysWhenNothingIsThere) {
  EXPECT_EQ(message_of<Error>([] { read_rows("no/such.csv"); }), "no/such.csv: no such file or folder");
}

TEST(OpenRecords, DoesNotEndQuietlyAtDamage) {
  const TemporaryFolder folder;
  std::string csv = kCsv;
  while (csv.size() < 200'000) csv += "more of the same,pos\n";
  std::string bytes = gzip(csv);
  bytes[bytes.size() - 8] ^= 1;
  const auto reader = open_records(folder.write("a.csv.gz", bytes), {}, Wanted::kTextAndLabel);
  EXPECT_THROW(read_rows(*reader), Error);
}

TEST(OpenRecords, RefusesUtf16InEveryFormatOfLines) {
  const TemporaryFolder folder;
  const std::string utf16("\xFF\xFEt\0e\0x\0t\0", 10);
  for (const char* name : {"a.csv", "a.tsv", "a.jsonl", "a.txt"}) {
    EXPECT_NE(message_of<DataError>([&] { read_rows(folder.write(name, utf16)); }).find("found UTF-16"),
              std::string::npos)
        << name;
  }
}

class OpenRecordsFromDescriptor : public testing::TestWithParam<DataFormat> {
 protected:
  void SetUp() override { ASSERT_EQ(::pipe(ends_.data()), 0); }
  void TearDown() override {
    for (const int end : ends_) ::close(end);
  }
  void write(const std::string& bytes) const {
    ASSERT_EQ(::write(ends_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  std::unique_ptr<RecordReader> open(DataFormat format) const {
    return open_records(ends_[0], "standard input", {.format = format}, Wanted::kText);
  }

 private:
  std::array<int, 2> ends_{};
};

struct Conversation {
  std::string head;
  std::string one;
  std::string two;
};

Conversation conversation_in(DataFormat format) {
  switch (format) {
    case DataFormat::kCsv:
      return {"id,text\n", "1,one\n", "2,\"two\"\r\n"};
    case DataFormat::kTsv:
      return {"id\ttext\r", "1\tone\r", "2\ttwo\r"};
    case DataFormat::kJsonl:
      return {"\n", "{\"text\":\"one\"}\n", "{\"text\":\"two\"}\n"};
    default:
      return {"", "one\n", "__label__x two\n"};
  }
}

// The pipe stays open: a reader that wants more than a row's line before it answers hangs here for good.
TEST_P(OpenRecordsFromDescriptor, AnswersEachRowBeforeTheNextArrives) {
  const Conversation said = conversation_in(GetParam());
  write(said.head);
  write(said.one);
  const auto reader = open(GetParam());
  Record record;
  ASSERT_TRUE(reader->next(record));
  EXPECT_EQ(record.text, "one");
  write(said.two);
  ASSERT_TRUE(reader->next(record));
  EXPECT_EQ(record.text, "two");
  EXPECT_EQ(reader->counts().used, 2);
}

INSTANTIATE_TEST_SUITE_P(Each, OpenRecordsFromDescriptor,
                         testing::Values(DataFormat::kCsv, DataFormat::kTsv, DataFormat::kJsonl,
                                         DataFormat::kFastText));

TEST(OpenRecords, NeedsAFormatForADescriptor) {
  for (const DataFormat format : {DataFormat::kAuto, DataFormat::kFolder}) {
    EXPECT_EQ(
        message_of<DataError>([&] { open_records(0, "standard input", {.format = format}, Wanted::kText); }),
        "standard input: cannot tell the format of a stream; set it to \"csv\", \"tsv\", \"jsonl\" or "
        "\"fasttext\"");
  }
}

}  // namespace
}  // namespace sentiment
