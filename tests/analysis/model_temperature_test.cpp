#include "analysis/model_temperature.h"

#include <gmock/gmock.h>

#include <cmath>

#include "cli/word_model.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

TEST(FitTemperature, MakesTheModelAsSureAsItIsRight) {
  Dataset valid;
  const std::vector<TokenId> good = {2};  // pos with 3/4
  for (int i = 0; i < 10; ++i) valid.add(good, i == 0 ? 0 : 1, "p");
  ThreadPool pool(2);
  EXPECT_NEAR(fit_temperature(Classifier(word_model()), valid, pool), std::log(3.0) / std::log(9.0), 1e-4);
}

TEST(KeptTemperature, IsReadFromTheRun) {
  const TemporaryFolder run;
  EXPECT_EQ(kept_temperature(run.path()), std::nullopt);
  run.write("metrics.json", R"({"steps": 3})");
  EXPECT_EQ(kept_temperature(run.path()), std::nullopt);
  run.write("metrics.json", R"({"temperature": 1.25})");
  EXPECT_EQ(kept_temperature(run.path()), 1.25);
}

TEST(KeptTemperature, IsRefusedIfItIsNone) {
  const TemporaryFolder run;
  for (const char* bad : {"0", "-1", "1e9", "\"warm\"", "null"}) {
    run.write("metrics.json", std::string("{\"temperature\": ") + bad + "}");
    EXPECT_THAT(message_of<FormatError>([&] { kept_temperature(run.path()); }),
                HasSubstr("metrics.json: temperature: expected a number from 0.05 to 20, found"));
  }
  run.write("metrics.json", "{\n\"temperature\": 1");
  EXPECT_THAT(message_of<FormatError>([&] { kept_temperature(run.path()); }),
              HasSubstr("metrics.json:2: invalid JSON"));
}

}  // namespace
}  // namespace sentiment
