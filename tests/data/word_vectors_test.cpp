#include "data/word_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "data/packing.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

const Vocabulary kVocabulary(std::vector<std::string>{"good", "bad", ". . .", "2000"});

class WordVectorsTest : public testing::Test {
 protected:
  WordVectors read(const std::string& bytes, int64_t size = 3) const {
    return read_word_vectors(folder_.write("vectors.txt", bytes), kVocabulary, size);
  }
  std::string error_of(const std::string& bytes, int64_t size = 3) const {
    const std::string path = (folder_.path() / "vectors.txt").native();
    return message_of<DataError>([&] { read(bytes, size); }).substr(path.size());
  }
  static std::vector<float> row(const WordVectors& vectors, std::size_t id, std::size_t size = 3) {
    const auto begin = vectors.rows.begin() + static_cast<std::ptrdiff_t>(id * size);
    return {begin, begin + static_cast<std::ptrdiff_t>(size)};
  }

  TemporaryFolder folder_;
};

TEST_F(WordVectorsTest, ReadsTheRowsOfTheVocabulary) {
  const WordVectors vectors = read("bad 0.5 -1 2e-1\nother 1 2 3\ngood 1 2 3\n");
  EXPECT_EQ(vectors.found, (std::vector<bool>{false, false, true, true, false, false}));
  EXPECT_EQ(row(vectors, 2), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(row(vectors, 3), (std::vector<float>{0.5F, -1, 0.2F}));
  EXPECT_EQ(row(vectors, 4), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(vectors.found_count, 2);
  EXPECT_EQ(vectors.lines, 3);
  EXPECT_EQ(vectors.skipped_lines, 0);
}

TEST_F(WordVectorsTest, PassesOverAHeader) {
  const WordVectors vectors = read("2 3\ngood 1 2 3 \nbad 4 5 6 \n");
  EXPECT_EQ(vectors.lines, 2);
  EXPECT_EQ(vectors.found_count, 2);
}

TEST_F(WordVectorsTest, ReadsTokensWithSpacesAndNumbersAsTokens) {
  const WordVectors vectors = read(". . . 1 2 3\n2000 4 5 6\n");
  EXPECT_EQ(row(vectors, 4), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(row(vectors, 5), (std::vector<float>{4, 5, 6}));
}

TEST_F(WordVectorsTest, TakesTheFirstOfTwoVectors) {
  const WordVectors vectors = read("good 1 2 3\ngood 4 5 6\n");
  EXPECT_EQ(row(vectors, 2), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(vectors.found_count, 1);
  EXPECT_EQ(vectors.repeated, 1);
}

TEST_F(WordVectorsTest, LeavesTheSpecialTokensAlone) {
  const WordVectors vectors = read("<pad> 1 2 3\n<unk> 1 2 3\ngood 1 2 3\n");
  EXPECT_EQ(row(vectors, 0), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(vectors.found, (std::vector<bool>{false, false, true, false, false, false}));
}

TEST_F(WordVectorsTest, CountsMalformedLines) {
  const WordVectors vectors = read(
      "good 1 2 3\nbad 1 2\nbad 1 2 3 4\nbad 1 x 3\nbad 1 nan 3\nbad 1 1e99 3\n1 2 3\n\nbad\t7 8\t9\r\n");
  EXPECT_EQ(vectors.lines, 9);
  EXPECT_EQ(vectors.skipped_lines, 7);
  EXPECT_EQ(vectors.skipped,
            (std::map<std::string, int64_t>{{"not a finite number", 3}, {"wrong width", 4}}));
  EXPECT_THAT(vectors.first_skipped, testing::EndsWith("vectors.txt:2"));
  EXPECT_EQ(row(vectors, 3), (std::vector<float>{7, 8, 9}));
}

TEST_F(WordVectorsTest, TakesNumbersTooSmallForAFloatForZero) {
  EXPECT_EQ(row(read("good 1e-60 0 1\n"), 2), (std::vector<float>{0, 0, 1}));
}

TEST_F(WordVectorsTest, NamesTheWidthItFound) {
  const std::string advice = "; use vectors of that size or set model.embedding_size to theirs";
  EXPECT_EQ(error_of("good 1 2 3 4\n"), ": expected word vectors of 3 numbers, found vectors of 4" + advice);
  EXPECT_EQ(error_of("2 300\ngood 1 2\n"),
            ": expected word vectors of 3 numbers, found vectors of 300" + advice);
  EXPECT_EQ(error_of("just text\n"), ": expected word vectors of 3 numbers, found none" + advice);
  EXPECT_EQ(error_of(""), ": expected word vectors of 3 numbers, found none" + advice);
}

TEST_F(WordVectorsTest, ReadsVectorsOfOneNumber) {
  EXPECT_EQ(row(read("good 7\nbad 8\n", 1), 3, 1), std::vector<float>{8});
}

TEST_F(WordVectorsTest, ReadsCompressedFilesAndArchives) {
  const std::string bytes = "good 1 2 3\n";
  EXPECT_EQ(read_word_vectors(folder_.write("v.txt.gz", gzip(bytes)), kVocabulary, 3).found_count, 1);
  const std::string archive = folder_.write("v.zip", zip({{"glove.txt", bytes}})).native();
  EXPECT_EQ(read_word_vectors(archive + "!/glove.txt", kVocabulary, 3).found_count, 1);
  EXPECT_THROW(read_word_vectors("no/such.txt", kVocabulary, 3), Error);
  EXPECT_EQ(read_word_vectors(folder_.write("v.xz", xz(bytes)), kVocabulary, 3).found_count, 1);
  EXPECT_EQ(read_word_vectors(folder_.write("v.zst", zstd(bytes)), kVocabulary, 3).found_count, 1);
  EXPECT_EQ(read_word_vectors(folder_.write("v.bz2", bzip2(bytes)), kVocabulary, 3).found_count, 1);
}

TEST_F(WordVectorsTest, CountsTokensThatAreNoUtf8) {
  const WordVectors vectors = read("caf\xE9 1 2 3\ngood 1 2 3\n");
  EXPECT_EQ(vectors.skipped, (std::map<std::string, int64_t>{{"not UTF-8", 1}}));
  EXPECT_EQ(vectors.found_count, 1);
}

TEST_F(WordVectorsTest, SaysWhatReadingCameTo) {
  EXPECT_EQ(describe(read("good 1 2 3\nbad 1 2 3\n")), "2 vectors");
  EXPECT_EQ(describe(read("5 3\ngood 1 2 3\ngood 1 2 3\nbad 1 x 3\nbad 1 2\n")),
            "4 vectors, 2 skipped (1 not a finite number, 1 wrong width; the first: " +
                (folder_.path() / "vectors.txt").native() + ":4), 1 repeated, though the header promises 5");
}

TEST_F(WordVectorsTest, CoversTokensOfATextThatAreInTheVocabulary) {
  Dataset texts;
  texts.add(std::vector<TokenId>{2, 2, 3, Vocabulary::kUnknownId}, 0, "a");
  texts.add(std::vector<TokenId>{3, 3}, 0, "b");
  const TextCoverage coverage = coverage_of(texts, read("good 1 2 3\n"));
  EXPECT_EQ(coverage.known, 5);
  EXPECT_EQ(coverage.covered, 2);
  EXPECT_EQ(coverage.share(), 0.4);
  EXPECT_EQ(coverage_of(Dataset{}, read("good 1 2 3\n")).share(), 0.0);
}

TEST_F(WordVectorsTest, ReadsWhatItWrote) {
  const std::vector<float> rows = {0,        0, 0, 1, 2, 3, 0.1F, -1e-30F, 16777216,
                                   1.0F / 3, 5, 6, 7, 8, 9, 0,    0,       1};
  const std::string text = to_word2vec_text(kVocabulary, rows, 3);
  EXPECT_THAT(text, testing::StartsWith("5 3\n<unk> 1 2 3\ngood 0.1 -1e-30 16777216\n"));
  const WordVectors vectors = read(text);
  EXPECT_EQ(vectors.promised, 5);
  EXPECT_EQ(vectors.lines, 5);
  EXPECT_EQ(std::vector<float>(vectors.rows.begin() + 6, vectors.rows.end()),
            std::vector<float>(rows.begin() + 6, rows.end()));
}

}  // namespace
}  // namespace sentiment
