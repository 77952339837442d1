#include "cli/lines_reader.h"

#include <gmock/gmock.h>

#include <sstream>

#include "data/file_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Record> rows_of(const std::string& bytes) {
  const TemporaryFolder folder;
  LinesReader reader(open_file(folder.write("in.txt", bytes).string()), "in.txt");
  std::vector<Record> rows;
  for (Record row; reader.next(row);) rows.push_back(row);
  EXPECT_EQ(reader.counts().read, static_cast<int64_t>(rows.size()));
  EXPECT_EQ(reader.counts().used, static_cast<int64_t>(rows.size()));
  return rows;
}

std::vector<std::string> texts_of(const std::string& bytes) {
  std::vector<std::string> texts;
  for (const Record& row : rows_of(bytes)) texts.push_back(row.text);
  return texts;
}

TEST(LinesReader, MakesEachLineARowAlsoAnEmptyOne) {
  EXPECT_THAT(texts_of("one\n\ntwo\r\nlast"), ElementsAre("one", "", "two", "last"));
  EXPECT_THAT(texts_of("\n"), ElementsAre(""));
  EXPECT_THAT(texts_of(""), IsEmpty());
}

TEST(LinesReader, KeepsBytesThatAreNoText) {
  const std::string odd("a\0\xff", 3);
  EXPECT_THAT(texts_of(odd + "\n"), ElementsAre(odd));
  EXPECT_THAT(texts_of("\xff\xfeone\ntwo\n"), ElementsAre("\xff\xfeone", "two"));
}

TEST(LinesReader, NamesThePlace) { EXPECT_EQ(rows_of("one\ntwo\n").at(1).place, "in.txt:2"); }

}  // namespace
}  // namespace sentiment
