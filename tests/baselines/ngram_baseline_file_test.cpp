#include <gmock/gmock.h>

#include "baselines/ngram_baseline.h"
#include "baselines/small_reviews.h"
#include "core/error.h"
#include "model/safetensors.h"
#include "support/file_size_limit.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using Metadata = std::map<std::string, std::string>;

class NgramBaselineFile : public testing::Test {
 protected:
  NgramBaselineFile() { fitted_.write(path_, labels_, vocabulary_); }

  std::string bytes() const { return folder_.read("baseline.safetensors"); }
  NgramBaseline read() const { return NgramBaseline::read(path_, labels_, vocabulary_); }

  /// What reading says after the parts of the file have been changed.
  template <class Change>
  std::string message_after(const Change& change) const {
    const std::string sound = bytes();
    SafetensorsFile file = parse_safetensors(sound, "x");
    change(file);
    folder_.write("baseline.safetensors", to_safetensors(file.metadata, file.tensors));
    const std::string message = message_of<FormatError>([&] { read(); });
    folder_.write("baseline.safetensors", sound);
    EXPECT_THAT(message, StartsWith(path_.string() + ": "));
    EXPECT_EQ(message.find('\n'), std::string::npos);
    return message;
  }

  static NgramBaseline fit() {
    ThreadPool pool(1);
    NgramBaseline baseline = NgramBaseline::fit(dataset_of(small_reviews(), 5), 2, {}, 1, pool);
    baseline.fit_temperature(dataset_of({{{kGood}, 1}, {{kGood}, 0}, {{kGood}, 1}}), pool);
    return baseline;
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "baseline.safetensors";
  std::vector<std::string> labels_ = {"neg", "pos"};
  Vocabulary vocabulary_{{"film", "good", "bad", "not", "odd"}};
  NgramBaseline fitted_ = fit();
};

TEST_F(NgramBaselineFile, GivesBackWhatWasWritten) {
  const NgramBaseline again = read();
  EXPECT_EQ(again.ngrams(), fitted_.ngrams());
  EXPECT_EQ(again.fitted_examples(), 20);
  EXPECT_EQ(again.temperature(), fitted_.temperature());
  const std::vector<TokenId> text = {kFilm, kNot, kGood};
  EXPECT_EQ(again.probabilities(text), fitted_.probabilities(text));
}

TEST_F(NgramBaselineFile, IsTheSameBytesForTheSameBaseline) {
  const std::string before = bytes();
  fit().write(path_, labels_, vocabulary_);
  EXPECT_EQ(bytes(), before);
  read().write(path_, labels_, vocabulary_);
  EXPECT_EQ(bytes(), before);
}

TEST_F(NgramBaselineFile, BelongsToOneModel) {
  const auto refused =
      AllOf(StartsWith(path_.string()), HasSubstr("found one for other labels or another vocabulary"));
  EXPECT_THAT(message_of<FormatError>([&] {
                NgramBaseline::read(path_, {"pos", "neg"}, vocabulary_);
              }),
              refused);
  EXPECT_THAT(message_of<FormatError>([&] { NgramBaseline::read(path_, labels_, Vocabulary({"film"})); }),
              refused);
}

TEST_F(NgramBaselineFile, IsRefusedCutAnywhere) {
  const std::string sound = bytes();
  for (std::size_t size = 0; size < sound.size(); size += 7) {
    folder_.write("baseline.safetensors", sound.substr(0, size));
    EXPECT_THROW(read(), FormatError) << size;
  }
}

TEST_F(NgramBaselineFile, IsRefusedWithAnyByteOfATensorChanged) {
  const std::string sound = bytes();
  for (std::size_t back = 1; back < 200; back += 5) {
    std::string spoiled = sound;
    spoiled[spoiled.size() - back] = static_cast<char>(spoiled[spoiled.size() - back] ^ 1);
    folder_.write("baseline.safetensors", spoiled);
    EXPECT_THROW(read(), FormatError) << back;
  }
}

TEST_F(NgramBaselineFile, NamesWhatIsWrongWithItsMetadata) {
  const auto with = [&](const char* key, const char* value) {
    return message_after([&](SafetensorsFile& file) { file.metadata[key] = value; });
  };
  EXPECT_THAT(with("format", "sentiment"), HasSubstr("format: expected \"sentiment-ngram-baseline\""));
  EXPECT_THAT(with("format_version", "2"), HasSubstr("format_version: expected \"1\", found \"2\""));
  EXPECT_THAT(with("n", "6"), HasSubstr("n: expected a number from 1 to 5, found \"6\""));
  EXPECT_THAT(with("n", "2.5"), HasSubstr("n: expected a whole number"));
  EXPECT_THAT(with("n", "three"), HasSubstr("n: expected a number"));
  EXPECT_THAT(with("temperature", "0"), HasSubstr("temperature: expected a number from 0.05 to 20"));
  EXPECT_THAT(with("temperature", "1"), HasSubstr("expected content with hash"));
  EXPECT_THAT(with("note", "x"), HasSubstr("expected no other keys"));
  EXPECT_THAT(message_after([](SafetensorsFile& file) { file.metadata.erase("cost"); }),
              HasSubstr("metadata: expected \"cost\", found none"));
}

TEST_F(NgramBaselineFile, NamesWhatIsWrongWithItsTensors) {
  EXPECT_THAT(message_after([](SafetensorsFile& file) { file.tensors.pop_back(); }),
              HasSubstr("expected 3 tensors, found 2"));
  EXPECT_THAT(message_after([](SafetensorsFile& file) { file.tensors[0].name = "words"; }),
              HasSubstr("tensor \"ngrams\": expected one, found none"));
  EXPECT_THAT(message_after([](SafetensorsFile& file) { file.tensors[0].dtype = DType::kF64; }),
              HasSubstr("tensor \"ngrams\": expected I64 of shape [n], found F64"));
  EXPECT_THAT(
      message_after([](SafetensorsFile& file) { file.tensors[2].shape = {file.tensors[2].shape[0]}; }),
      HasSubstr("tensor \"weights\": expected F32 of shape ["));
}

TEST_F(NgramBaselineFile, RefusesNgramsThatDoNotRiseAndNumbersThatAreNone) {
  std::string ngrams;
  EXPECT_THAT(message_after([&](SafetensorsFile& file) {
                ngrams = file.tensors[0].bytes;
                std::swap_ranges(ngrams.begin(), ngrams.begin() + 8, ngrams.begin() + 8);
                file.tensors[0].bytes = ngrams;
              }),
              HasSubstr("expected rising numbers"));
  const float infinite = std::numeric_limits<float>::infinity();
  EXPECT_THAT(message_after([&](SafetensorsFile& file) {
                file.tensors[1].bytes = {reinterpret_cast<const char*>(&infinite), sizeof infinite};
              }),
              HasSubstr("expected finite numbers"));
}

TEST_F(NgramBaselineFile, StaysAsItWasIfItCannotBeReplaced) {
  const std::string before = bytes();
  {
    const FileSizeLimit limit(16);
    EXPECT_THROW(fitted_.write(path_, labels_, vocabulary_), Error);
  }
  EXPECT_EQ(bytes(), before);
}

}  // namespace
}  // namespace sentiment
