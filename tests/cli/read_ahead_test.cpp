#include "cli/read_ahead.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "cli/lines_reader.h"
#include "cli/list_reader.h"
#include "data/file_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;

std::vector<Record> numbered_rows(int count) {
  std::vector<Record> rows;
  for (int i = 0; i < count; ++i) rows.push_back(row_of(std::to_string(i)));
  return rows;
}

TEST(ReadAhead, GivesEveryRowOnceAndInOrder) {
  ReadAhead input(std::make_shared<ListReader>(numbered_rows(1000)), 16);
  int next = 0;
  for (std::vector<Record> rows = input.take(); !rows.empty(); rows = input.take()) {
    EXPECT_LE(rows.size(), 16u);
    for (const Record& row : rows) EXPECT_EQ(row.text, std::to_string(next++));
  }
  EXPECT_EQ(next, 1000);
  EXPECT_TRUE(input.take().empty());
}

TEST(ReadAhead, GivesTheRowsBeforeAnErrorFirst) {
  ReadAhead input(std::make_shared<ListReader>(numbered_rows(3), "row 4 is bad"), 2);
  std::size_t taken = 0;
  EXPECT_EQ(message_of<DataError>([&] {
              while (true) taken += input.take().size();
            }),
            "row 4 is bad");
  EXPECT_EQ(taken, 3u);
}

/// A pipe whose ends close with it.
struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    close_writing();
    ::close(ends[0]);
  }
  void write(const std::string& bytes) const {
    EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void close_writing() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  std::shared_ptr<LinesReader> reader() const {
    return std::make_shared<LinesReader>(std::make_unique<DescriptorSource>(ends[0], "pipe"), "pipe");
  }
};

TEST(ReadAhead, DoesNotHoldARowBackForTheNext) {
  Pipe pipe;
  ReadAhead input(pipe.reader(), 16);
  for (const std::string text : {"one", "two", ""}) {
    pipe.write(text + "\n");
    const std::vector<Record> rows = input.take();  // would wait for ever if it wanted more
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].text, text);
  }
  pipe.write("unfinished");
  pipe.close_writing();
  EXPECT_EQ(input.take().at(0).text, "unfinished");
  EXPECT_TRUE(input.take().empty());
}

/// Long rows without end, counted.
class EndlessReader : public RecordReader {
 public:
  bool next(Record& record) override {
    record.text.assign(std::size_t{1} << 20, 'x');
    ++given;
    return true;
  }
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return counts_; }

  std::atomic<int> given = 0;

 private:
  std::vector<std::string> columns_;
  RowCounts counts_;
};

TEST(ReadAhead, StopsReadingWhenEnoughIsHeld) {
  const auto by_rows = std::make_shared<EndlessReader>();
  const auto by_bytes = std::make_shared<EndlessReader>();
  const ReadAhead few(by_rows, 4);
  const ReadAhead many(by_bytes, 1'000'000);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_LE(by_rows->given, 4 + 1);    // one more is read and waits for room
  EXPECT_LE(by_bytes->given, 16 + 1);  // of 1 MB each
}

/// Rows without end that are large in any part but the text.
class WideReader : public EndlessReader {
 public:
  explicit WideReader(Record row) : row_(std::move(row)) {}
  bool next(Record& record) override {
    record = row_;
    ++given;
    return true;
  }

 private:
  Record row_;
};

TEST(ReadAhead, CountsEverythingThatARowHolds) {
  const std::string megabyte(std::size_t{1} << 20, 'x');
  std::vector<Record> rows(4);
  rows[0].cells = {"", megabyte};
  rows[1].id = megabyte;
  rows[2].id = {{"list", {1, megabyte}}};
  rows[3].label = megabyte;
  for (const Record& row : rows) {
    const auto reader = std::make_shared<WideReader>(row);
    const ReadAhead input(reader, 1'000'000);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_LE(reader->given, 16 + 1);
  }
}

TEST(ReadAhead, CountsCellsThatAreEmpty) {
  Record row;
  row.cells.resize(10'000);  // the most that a table may have
  const auto reader = std::make_shared<WideReader>(row);
  const ReadAhead input(reader, 1'000'000);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LE(reader->given, 60);  // of 320 kB each
}

}  // namespace
}  // namespace sentiment
