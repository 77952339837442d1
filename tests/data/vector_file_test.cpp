#include "data/vector_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "core/error.h"
#include "data/memory_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;

/// A float's bytes, little-endian.
std::string bytes_of(const std::vector<float>& numbers) {
  std::string bytes;
  for (const float number : numbers) {
    uint32_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(bits >> (8 * i) & 0xFF);
  }
  return bytes;
}

const std::string kGood = "good " + bytes_of({1, 2, 3});
const std::string kBad = "bad " + bytes_of({0.5F, -1, 0.1F});

struct ReadVectors {
  std::vector<std::string> tokens;
  std::vector<float> numbers;
  std::vector<std::string> faults;
  std::string place;
};

ReadVectors read(const std::string& bytes, int64_t size = 3, std::size_t piece = 1 << 16) {
  const std::unique_ptr<VectorFile> file = open_vectors(in_memory(bytes, piece), "v", size);
  ReadVectors all;
  for (VectorRow row; file->next(row);) {
    all.place = file->place();
    if (row.fault.empty()) {
      all.tokens.emplace_back(row.token);
      all.numbers.insert(all.numbers.end(), row.numbers.begin(), row.numbers.end());
    } else {
      all.faults.push_back(all.place + ": " + std::string(row.fault));
    }
  }
  return all;
}

std::string error_of(const std::string& bytes, int64_t size = 3) {
  return message_of<DataError>([&] { read(bytes, size); });
}

TEST(VectorFile, ReadsWord2vecBinaryWithAndWithoutLineEnds) {
  for (const std::string end : {"", "\n"}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1} << 16}) {
      const ReadVectors vectors = read("2 3\n" + kGood + end + kBad + end, 3, piece);
      EXPECT_THAT(vectors.tokens, ElementsAre("good", "bad"));
      EXPECT_THAT(vectors.numbers, ElementsAre(1, 2, 3, 0.5F, -1, 0.1F));
      EXPECT_EQ(vectors.place, "v: vector 2");
    }
  }
}

TEST(VectorFile, TellsBinaryFromTextWithoutControlBytes) {
  float letters = 0;
  std::memcpy(&letters, "abcd", 4);
  EXPECT_THAT(read("2 1\ngood abcd\nbad abcd\n", 1).numbers, ElementsAre(letters, letters));
  EXPECT_THAT(read("2 1\ngood 1234\nbad 5678\n", 1).numbers, ElementsAre(1234, 5678));
}

TEST(VectorFile, ReadsVectorsOfAnyLengthOfFile) {
  std::string bytes = "30000 3\n";
  for (int i = 0; i < 15'000; ++i) bytes += kGood + kBad;
  const ReadVectors vectors = read(bytes, 3, 1000);
  EXPECT_EQ(vectors.tokens.size(), 30'000u);
  EXPECT_EQ(vectors.tokens.back(), "bad");
}

TEST(VectorFile, CountsBinaryVectorsThatAreNotFiniteAndTokensThatAreNoUtf8) {
  const float infinite = std::numeric_limits<float>::infinity();
  const ReadVectors vectors = read("4 3\nx " + bytes_of({1, std::nanf(""), 3}) + "y " +
                                   bytes_of({1, 2, infinite}) + "\xE9 " + bytes_of({1, 2, 3}) + kGood);
  EXPECT_THAT(vectors.faults, ElementsAre("v: vector 1: not a finite number",
                                          "v: vector 2: not a finite number", "v: vector 3: not UTF-8"));
  EXPECT_THAT(vectors.tokens, ElementsAre("good"));
}

TEST(VectorFile, RefusesABinaryFileThatIsCutShort) {
  const std::string whole = "2 3\n" + kGood + kBad;
  const std::string expected =
      "v: expected 2 vectors as its header says, found the end of the file after 1; copy it again";
  for (std::size_t size = 4 + kGood.size(); size < whole.size(); ++size)
    EXPECT_EQ(error_of(whole.substr(0, size)), expected) << size;
  EXPECT_EQ(
      error_of("9000000000000000000 3\n" + kGood),
      "v: expected 9000000000000000000 vectors as its header says, found the end of the file after 1; copy "
      "it again");
}

TEST(VectorFile, RefusesABinaryFileThatGoesOn) {
  EXPECT_EQ(error_of("1 3\n" + kGood + kBad),
            "v: expected 1 vectors as its header says, found bytes after them; the file is damaged");
}

TEST(VectorFile, RefusesATokenThatDoesNotEnd) {
  const std::string message = error_of("1 3\n" + std::string(5000, '\x01') + " " + bytes_of({1, 2, 3}));
  EXPECT_THAT(message, testing::HasSubstr("found a token of more than 4096 bytes"));
}

TEST(VectorFile, RefusesAHeaderOfAnotherSize) {
  const std::string expected =
      "v: expected word vectors of 3 numbers, found vectors of 2; use vectors of that size or set "
      "model.embedding_size to theirs";
  EXPECT_EQ(error_of("1 2\ngood " + bytes_of({1, 2})), expected);
  EXPECT_EQ(error_of("1 2\ngood 1 2\n"), expected);
}

TEST(VectorFile, RefusesFastTextsModelByItsName) {
  const std::string message = error_of(std::string("\xBA\x16\x4F\x2F\x0C\0\0\0", 8));
  EXPECT_THAT(message, testing::StartsWith("v: expected word vectors, found fastText's own model format; "));
}

TEST(VectorFile, KnowsWhatIsAHeader) {
  EXPECT_THAT(read(" 1\t3 \r\ngood 1 2 3\r\n").tokens, ElementsAre("good"));
  EXPECT_THAT(read("\xEF\xBB\xBF"
                   "1 3\ngood 1 2 3\n")
                  .tokens,
              ElementsAre("good"));
  EXPECT_THAT(read("2000 7\nx 8\n", 1).tokens, ElementsAre("2000", "x"));
  EXPECT_THAT(read("-1 3\ngood 1 2 3\n").faults, ElementsAre("v:1: wrong width"));
  EXPECT_THAT(read("99999999999999999999 3\ngood 1 2 3\n").faults, ElementsAre("v:1: wrong width"));
  EXPECT_THAT(read("1 3 x\ngood 1 2 3\n").faults, ElementsAre("v:1: not a finite number"));
}

TEST(VectorFile, ReadsTokensWithSpacesAfterAHeader) {
  EXPECT_THAT(read("2 3\n. . . 1 2 3\nnew york 1 2 3\n").tokens, ElementsAre(". . .", "new york"));
}

}  // namespace
}  // namespace sentiment
