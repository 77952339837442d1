#include "report/onnx_export.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "report/random_model.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

Model small_model() { return random_model({.embedding_size = 3, .hidden_size = 2}, 2, 1); }

// What the graph computes is what ONNX Runtime says in tests/end_to_end/export_test.py.
TEST(ToOnnx, IsTheSameBytesForTheSameModel) { EXPECT_EQ(to_onnx(small_model()), to_onnx(small_model())); }

TEST(ToOnnx, CarriesTheLabelsAndTheTokenizer) {
  Model model = small_model();
  model.labels = {"<script>\n", "good"};
  model.tokenizer.max_tokens = 123;
  const std::string bytes = to_onnx(model);
  EXPECT_THAT(bytes, HasSubstr(R"(["<script>\n","good"])"));
  EXPECT_THAT(bytes, HasSubstr(R"("max_tokens":123)"));
}

TEST(ToOnnx, RefusesAModelThatNoFileOfTheFormatCanHold) {
  Model model = small_model();
  model.parameters.front().shape = {int64_t{1} << 29, 1};
  EXPECT_THAT(message_of<Error>([&] { to_onnx(model); }), HasSubstr("fits into a file of 2 GiB"));
}

}  // namespace
}  // namespace sentiment
