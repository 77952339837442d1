#include "model/model_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <functional>
#include <limits>

#include "core/error.h"
#include "json/strict_json.h"
#include "model/model_metadata.h"
#include "model/safetensors.h"
#include "model/safetensors_bytes.h"
#include "model/tiny_model.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// The tiny model's file with its tensors changed and its hash left as it was.
std::string refusal_after(const std::function<void(std::vector<TensorView>&)>& change) {
  const std::string good = to_model_bytes(tiny_model());
  SafetensorsFile file = parse_safetensors(good, "good");
  change(file.tensors);
  const std::string bad = to_safetensors(file.metadata, file.tensors);
  return message_of<FormatError>([&] { from_model_bytes(bad, "m.safetensors"); });
}

TensorView& tensor(std::vector<TensorView>& tensors, std::string_view name) {
  for (TensorView& one : tensors) {
    if (one.name == name) return one;
  }
  throw std::logic_error("no such tensor");
}

TEST(ModelFile, GivesBackTheModelItWasWrittenFrom) {
  Model model = tiny_model({.type = RecurrentType::kGru,
                            .embedding_size = 4,
                            .hidden_size = 3,
                            .layers = 2,
                            .residual = true,
                            .pooling = Pooling::kAttention});
  model.tokenizer.max_tokens = 77;
  model.labels = {"schlecht", "\"gut\"\n"};
  model.text_column = "Größe";
  const Model found = from_model_bytes(to_model_bytes(model), "m");
  EXPECT_EQ(found.config.type, RecurrentType::kGru);
  EXPECT_EQ(found.config.layers, 2);
  EXPECT_EQ(found.tokenizer.max_tokens, 77);
  EXPECT_EQ(found.labels, model.labels);
  EXPECT_EQ(found.text_column, "Größe");
  EXPECT_EQ(found.vocabulary.to_bytes(), "<pad>\n<unk>\ngood\nbad\nnot\n");
  ASSERT_EQ(found.parameters.size(), model.parameters.size());
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    EXPECT_EQ(found.parameters[i].name, model.parameters[i].name);
    EXPECT_EQ(found.parameters[i].values, model.parameters[i].values);
  }
}

TEST(ModelFile, IsTheSameBytesWhenWrittenAgain) {
  const std::string first = to_model_bytes(tiny_model());
  EXPECT_EQ(to_model_bytes(from_model_bytes(first, "m")), first);
}

TEST(ModelFile, NoticesEveryTruncation) {
  const std::string good = to_model_bytes(tiny_model());
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THROW(from_model_bytes(std::string_view(good).substr(0, size), "m"), FormatError)
        << size << " bytes";
  }
}

class ModelFileBit : public testing::TestWithParam<int> {};

TEST_P(ModelFileBit, IsMissedInNoByte) {
  std::string bytes = to_model_bytes(tiny_model());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char good = bytes[i];
    bytes[i] = static_cast<char>(good ^ (1 << GetParam()));
    EXPECT_THROW(from_model_bytes(bytes, "m"), FormatError) << "byte " << i;
    bytes[i] = good;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, ModelFileBit, testing::Range(0, 8));

TEST(ModelFile, NamesAMissingTensor) {
  EXPECT_THAT(refusal_after([](auto& tensors) {
                std::erase_if(tensors, [](const TensorView& one) { return one.name == "lstm.bias_hh_l0"; });
              }),
              HasSubstr("m.safetensors: tensor \"lstm.bias_hh_l0\": expected by the config, found none"));
}

TEST(ModelFile, NamesATensorTooMany) {
  EXPECT_THAT(refusal_after([](auto& tensors) {
                tensors.push_back({"lstm.weight_hr_l0", DType::kU8, {1}, "x"});
              }),
              HasSubstr("tensor \"lstm.weight_hr_l0\": the config has no place for it"));
}

TEST(ModelFile, NamesBothShapesOfATensor) {
  EXPECT_THAT(refusal_after([](auto& tensors) {
                tensor(tensors, "lstm.weight_ih_l0").shape = {3, 8};
              }),
              AllOf(HasSubstr("tensor \"lstm.weight_ih_l0\""), HasSubstr("expected shape [8, 3]"),
                    HasSubstr("found [3, 8]")));
}

TEST(ModelFile, NamesAVocabularyThatDoesNotFitTheEmbedding) {
  EXPECT_THAT(refusal_after([](auto& tensors) {
                tensor(tensors, "vocabulary").bytes = "<pad>\n<unk>\ngood\n";
                tensor(tensors, "vocabulary").shape = {17};
              }),
              AllOf(HasSubstr("embedding.weight"), HasSubstr("[3, 3]"), HasSubstr("[5, 3]")));
}

TEST(ModelFile, NamesAVocabularyThatIsNone) {
  EXPECT_THAT(refusal_after([](auto& tensors) {
                tensor(tensors, "vocabulary").bytes = "<pad>\n<unk>\ngood\ngood\n";
                tensor(tensors, "vocabulary").shape = {22};
              }),
              HasSubstr("m.safetensors: vocabulary, line 4"));
  EXPECT_THAT(refusal_after([](auto& tensors) {
                tensor(tensors, "vocabulary").shape = {5, 5};
              }),
              HasSubstr("tensor \"vocabulary\": expected a list of bytes, found shape [5, 5]"));
}

TEST(ModelFile, NamesATypeThatIsWrong) {
  EXPECT_THAT(refusal_after([](auto& tensors) { tensor(tensors, "output.bias").dtype = DType::kI32; }),
              HasSubstr("tensor \"output.bias\": expected F32, found I32 of shape [2]"));
}

TEST(ModelFile, RefusesNumbersThatAreNotFinite) {
  for (const float poison :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Model model = tiny_model();
    model.parameters[2].values[5] = poison;
    EXPECT_THAT(
        message_of<FormatError>([&] { from_model_bytes(to_model_bytes(model), "m"); }),
        AllOf(HasSubstr("tensor \"lstm.weight_hh_l0\": expected finite numbers"), HasSubstr("at element 5")));
  }
}

TEST(ModelFile, ReadsATensorOfManyPiecesAndFindsItsLastValue) {
  Model model = tiny_model({.embedding_size = 700, .hidden_size = 50});  // weight_ih has 140,000 floats
  EXPECT_EQ(from_model_bytes(to_model_bytes(model), "m").parameters[1].values, model.parameters[1].values);
  model.parameters[1].values.back() = std::numeric_limits<float>::infinity();
  EXPECT_THAT(message_of<FormatError>([&] { from_model_bytes(to_model_bytes(model), "m"); }),
              HasSubstr("found inf at element 139999"));
}

TEST(ModelFile, TakesEveryFiniteNumber) {
  Model model = tiny_model();
  const std::vector<float> extremes = {std::numeric_limits<float>::max(),
                                       std::numeric_limits<float>::lowest(),
                                       std::numeric_limits<float>::denorm_min(), -0.0F};
  std::copy(extremes.begin(), extremes.end(), model.parameters[2].values.begin());
  EXPECT_EQ(from_model_bytes(to_model_bytes(model), "m").parameters[2].values, model.parameters[2].values);
}

TEST(ModelFile, RefusesAWeightThatIsNotTheOneWritten) {
  const std::array<float, 2> other = {0.125F, 0.0F};
  EXPECT_THAT(refusal_after([&](auto& tensors) {
                tensor(tensors, "output.bias").bytes = {reinterpret_cast<const char*>(other.data()), 8};
              }),
              HasSubstr("m.safetensors: expected content with hash"));
}

TEST(ModelFile, WarnsIfTheTokenizerCutsOtherwiseNow) {
  const std::string good = to_model_bytes(tiny_model());
  const SafetensorsFile file = parse_safetensors(good, "good");
  auto metadata = file.metadata;
  metadata["golden"] = R"([{"text":"So good!","tokens":["so","good!"]}])";
  metadata["content_hash"] = content_hash(metadata, file.tensors);
  const std::string other = to_safetensors(metadata, file.tensors);
  testing::internal::CaptureStderr();
  EXPECT_NO_THROW(from_model_bytes(other, "m.safetensors"));
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("m.safetensors: "), HasSubstr("\"So good!\"")));
}

TEST(ModelFile, IsSilentIfTheTokenizerCutsAsBefore) {
  testing::internal::CaptureStderr();
  from_model_bytes(to_model_bytes(tiny_model()), "m.safetensors");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ModelFile, RefusesToWriteALabelThatIsNotUtf8) {
  Model model = tiny_model();
  model.labels[0] = "n\xe9g";
  EXPECT_THAT(message_of<DataError>([&] { to_model_bytes(model); }),
              HasSubstr("label or column \"n\\xe9g\""));
}

TEST(ReadModel, TakesAFileOrItsFolder) {
  const TemporaryFolder folder;
  write_model(folder.path() / "model.safetensors", tiny_model());
  EXPECT_THAT(read_model(folder.path()).labels, ElementsAre("neg", "pos"));
  EXPECT_THAT(read_model(folder.path() / "model.safetensors").labels, ElementsAre("neg", "pos"));
}

TEST(ReadModel, SaysThatNothingIsThere) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<Error>([&] { read_model(folder.path() / "missing"); }),
              HasSubstr("found nothing there"));
  EXPECT_THAT(message_of<Error>([&] { read_model(folder.path()); }),
              HasSubstr("expected a run folder with model.safetensors in it"));
}

TEST(ReadModel, SaysWhatAForeignFileLooksLike) {
  const TemporaryFolder folder;
  const auto path = folder.write("model.pt", "PK\x03\x04 and so on");
  EXPECT_THAT(message_of<FormatError>([&] { read_model(path); }),
              HasSubstr("model.pt: expected a safetensors file, found a ZIP"));
  const auto other = folder.write("other.safetensors", to_safetensors({{"format", "pt"}}, {}));
  EXPECT_THAT(message_of<FormatError>([&] { read_model(other); }),
              HasSubstr("other.safetensors: a safetensors file, but"));
}

// Rows: A2 B7
TEST(ReadModel, RefusesAVocabularyOfMoreThanAGigabyteWithoutReadingIt) {
  const TemporaryFolder folder;
  const std::string good = to_model_bytes(tiny_model());
  const Json metadata(parse_safetensors(good, "good").metadata);
  const std::string vocabulary = entry("vocabulary", "U8", "[1073741825]", "[0,1073741825]");
  const auto path = folder.write(
      "m.safetensors", file_of("{\"__metadata__\":" + dump_json(metadata) + "," + vocabulary + "}", 0));
  std::filesystem::resize_file(path, std::filesystem::file_size(path) + 1073741825);
  EXPECT_THAT(message_of<FormatError>([&] { read_model(path); }),
              HasSubstr("tensor \"vocabulary\": expected at most 1073741824 bytes, found 1073741825"));
}

TEST(ReadModel, DoesNotWaitForAPipe) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(message_of<Error>([&] { read_model(path); }), HasSubstr("expected a file"));
}

}  // namespace
}  // namespace sentiment
