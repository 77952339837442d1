#include "baselines/kept_baseline.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "baselines/ngram_baseline.h"
#include "support/temporary_folder.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

class KeptBaseline : public testing::Test {
 protected:
  std::string keep(const BaselineConfig& config = {}) {
    testing::internal::CaptureStderr();
    accuracy_ = keep_baseline(path_, config, corpus_, 1, pool_);
    return testing::internal::GetCapturedStderr();
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "baseline.safetensors";
  Corpus corpus_ = tiny_corpus();
  ThreadPool pool_{2};
  std::optional<double> accuracy_;
};

TEST_F(KeptBaseline, IsFittedOnTheTrainingPartAndSaysHowItDoesOnTheOther) {
  EXPECT_THAT(keep(), HasSubstr("of 78 training texts; accuracy 0."));
  EXPECT_EQ(NgramBaseline::read(path_, corpus_.labels, corpus_.vocabulary).fitted_examples(), 78);
}

TEST_F(KeptBaseline, IsLeftOutWhereNoneIsWanted) {
  EXPECT_EQ(keep({.type = BaselineType::kNone}), "");
  EXPECT_EQ(accuracy_, std::nullopt);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(KeptBaseline, IsNotFittedASecondTime) {
  const std::string said = keep();
  const std::optional<double> first = accuracy_;
  EXPECT_THAT(said, HasSubstr(fmt::format("accuracy {:.4f} on", first.value())));
  EXPECT_EQ(keep(), "");
  EXPECT_EQ(accuracy_, first);
}

TEST_F(KeptBaseline, IsFittedAgainIfTheOneThereIsDamagedOrAnothers) {
  keep();
  const std::string sound = folder_.read("baseline.safetensors");
  folder_.write("baseline.safetensors", "damaged");
  EXPECT_THAT(keep(), HasSubstr("(fitted again)"));
  EXPECT_EQ(folder_.read("baseline.safetensors"), sound);
  corpus_.labels = {"no", "yes"};
  EXPECT_THAT(keep(), HasSubstr("other labels or another vocabulary"));
  EXPECT_NO_THROW(NgramBaseline::read(path_, {"no", "yes"}, corpus_.vocabulary));
}

}  // namespace
}  // namespace sentiment
