#include "model/pretrained_file.h"

#include <gmock/gmock.h>

#include <functional>

#include "core/error.h"
#include "model/model_file.h"
#include "model/safetensors.h"
#include "model/tiny_language_model.h"
#include "model/tiny_model.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::HasSubstr;

PretrainedModel tiny_vectors() {
  PretrainedModel model;
  model.kind = PretrainedKind::kVectors;
  model.shape.embedding_size = 2;
  model.vocabulary = Vocabulary({"good"});
  model.parameters = {{"embedding.weight", {3, 2}, {0, 0, 1, 2, 3, 4}}};
  return model;
}

/// The model's file with something changed and its hash left as it was.
std::string refusal_after(const std::function<void(SafetensorsFile&)>& change,
                          const PretrainedModel& model = tiny_language_model()) {
  const std::string good = to_pretrained_bytes(model);
  SafetensorsFile file = parse_safetensors(good, "good");
  change(file);
  const std::string bad = to_safetensors(file.metadata, file.tensors);
  return message_of<FormatError>([&] { from_pretrained_bytes(bad, "m.safetensors"); });
}

TensorView& tensor(SafetensorsFile& file, std::string_view name) {
  for (TensorView& one : file.tensors) {
    if (one.name == name) return one;
  }
  throw std::logic_error("no such tensor");
}

TEST(PretrainedFile, GivesBackTheLanguageModelItWasWrittenFrom) {
  PretrainedModel model = tiny_language_model({.type = RecurrentType::kGru,
                                               .embedding_size = 3,
                                               .hidden_size = 2,
                                               .layers = 2,
                                               .residual = true,
                                               .direction = ReadingDirection::kBackward});
  model.tokenizer.lowercase = false;
  const PretrainedModel found = from_pretrained_bytes(to_pretrained_bytes(model), "m");
  EXPECT_EQ(found.kind, PretrainedKind::kLanguageModel);
  EXPECT_EQ(found.shape.type, RecurrentType::kGru);
  EXPECT_EQ(found.shape.hidden_size, 2);
  EXPECT_EQ(found.shape.layers, 2);
  EXPECT_TRUE(found.shape.residual);
  EXPECT_EQ(found.shape.direction, ReadingDirection::kBackward);
  EXPECT_FALSE(found.tokenizer.lowercase);
  EXPECT_EQ(found.vocabulary.to_bytes(), "<pad>\n<unk>\n<end>\ngood\nbad\n");
  ASSERT_EQ(found.parameters.size(), model.parameters.size());
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    EXPECT_EQ(found.parameters[i].name, model.parameters[i].name);
    EXPECT_EQ(found.parameters[i].values, model.parameters[i].values);
  }
}

/// The tiny language model with two labels in front of its texts.
PretrainedModel with_labels() {
  return tiny_language_model({.embedding_size = 3, .hidden_size = 2}, {"neg", "p\nos"});
}

TEST(PretrainedFile, GivesBackTheLabelsInFront) {
  const std::string bytes = to_pretrained_bytes(with_labels());
  EXPECT_EQ(parse_safetensors(bytes, "m").metadata.at("labels"), R"(["neg","p\nos"])");
  const PretrainedModel found = from_pretrained_bytes(bytes, "m");
  EXPECT_THAT(found.labels, testing::ElementsAre("neg", "p\nos"));
  EXPECT_EQ(found.vocabulary.to_bytes(), "<pad>\n<unk>\n<end>\n<label:0>\n<label:1>\ngood\nbad\n");
  EXPECT_EQ(to_pretrained_bytes(found), bytes);
  EXPECT_FALSE(
      parse_safetensors(to_pretrained_bytes(tiny_language_model()), "m").metadata.contains("labels"));
}

TEST(PretrainedFile, NoticesAChangeOfEveryByteOfItsLabels) {
  const std::string good = to_pretrained_bytes(with_labels());
  const std::size_t begin = good.find(R"("labels":)");
  ASSERT_NE(begin, std::string::npos);
  for (std::size_t i = begin; i < good.find(']', begin); ++i) {
    std::string bytes = good;
    bytes[i] = static_cast<char>(bytes[i] ^ 4);
    EXPECT_THROW(from_pretrained_bytes(bytes, "m"), FormatError) << "byte " << i;
  }
}

TEST(PretrainedFile, NamesLabelsThatNoRunWrites) {
  const auto refusal = [](const std::string& labels) {
    return refusal_after([&](SafetensorsFile& file) { file.metadata["labels"] = labels; }, with_labels());
  };
  EXPECT_THAT(refusal("[]"), HasSubstr("m.safetensors: metadata labels: expected at least 1 label, found 0"));
  EXPECT_THAT(refusal(R"({"neg": 0})"), HasSubstr("metadata labels: expected a list of texts"));
  EXPECT_THAT(refusal(R"(["neg", 1])"), HasSubstr("metadata labels: expected a list of texts"));
  EXPECT_THAT(refusal(R"(["neg")"), HasSubstr("metadata labels: invalid JSON"));
  EXPECT_THAT(refusal(R"(["\u202e", "\u202e"])"),
              HasSubstr("metadata labels: expected each label once, found \"\\u{202e}\" again"));
  EXPECT_THAT(refusal("[\"" + std::string(2 << 20, 'x') + "\"]"),
              HasSubstr("metadata labels: expected at most 2097152 bytes"));
  std::string many = "[\"\"";
  for (int i = 0; i < 1000; ++i) many += ",\"" + std::to_string(i) + "\"";
  EXPECT_THAT(refusal(many + "]"), HasSubstr("metadata labels: expected at most 1000 labels, found 1001"));
}

TEST(PretrainedFile, NamesLabelsThatAreNotThoseOfTheVocabulary) {
  EXPECT_THAT(refusal_after([](SafetensorsFile& file) { file.metadata["labels"] = R"(["a","b","c"])"; },
                            with_labels()),
              HasSubstr("vocabulary, line 6: expected \"<label:2>\" in a language model"));
  EXPECT_THAT(
      refusal_after([](SafetensorsFile& file) { file.metadata["labels"] = R"(["a"])"; }, with_labels()),
      HasSubstr(
          "metadata labels: expected those of the vocabulary, which has \"<label:1>\", found 1 label;"));
  EXPECT_THAT(refusal_after([](SafetensorsFile& file) { file.metadata.erase("labels"); }, with_labels()),
              HasSubstr("which has \"<label:0>\", found 0 labels;"));
}

TEST(PretrainedFile, RefusesVectorsWithLabels) {
  EXPECT_THAT(
      refusal_after([](SafetensorsFile& file) { file.metadata["labels"] = R"(["a"])"; }, tiny_vectors()),
      HasSubstr("expected none besides those of format version 1, found \"labels\""));
}

TEST(PretrainedFile, GivesBackTheVectorsItWasWrittenFrom) {
  const PretrainedModel found = from_pretrained_bytes(to_pretrained_bytes(tiny_vectors()), "m");
  EXPECT_EQ(found.kind, PretrainedKind::kVectors);
  EXPECT_EQ(found.shape.embedding_size, 2);
  EXPECT_THAT(found.parameters.at(0).values, testing::ElementsAre(0, 0, 1, 2, 3, 4));
}

TEST(PretrainedFile, IsTheSameBytesWhenWrittenAgain) {
  const std::string first = to_pretrained_bytes(tiny_language_model());
  EXPECT_EQ(to_pretrained_bytes(from_pretrained_bytes(first, "m")), first);
}

TEST(PretrainedFile, NoticesEveryTruncation) {
  const std::string good = to_pretrained_bytes(tiny_language_model());
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_THROW(from_pretrained_bytes(std::string_view(good).substr(0, size), "m"), FormatError) << size;
}

TEST(PretrainedFile, NoticesAChangeOfEveryByte) {
  std::string bytes = to_pretrained_bytes(tiny_language_model());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char good = bytes[i];
    bytes[i] = static_cast<char>(good ^ 4);
    EXPECT_THROW(from_pretrained_bytes(bytes, "m"), FormatError) << "byte " << i;
    bytes[i] = good;
  }
}

TEST(PretrainedFile, NamesBothShapesOfATensor) {
  EXPECT_THAT(refusal_after([](SafetensorsFile& file) {
                tensor(file, "projection.weight").shape = {2, 3};
              }),
              AllOf(HasSubstr("m.safetensors: tensor \"projection.weight\""),
                    HasSubstr("expected shape [3, 2]"), HasSubstr("found [2, 3]")));
}

TEST(PretrainedFile, NamesATensorTooMany) {
  EXPECT_THAT(refusal_after([](SafetensorsFile& file) {
                file.tensors.push_back({"output.weight", DType::kU8, {1}, "x"});
              }),
              HasSubstr("tensor \"output.weight\": the config has no place for it"));
}

TEST(PretrainedFile, NamesALanguageModelWithoutTheEndOfATextInItsVocabulary) {
  EXPECT_THAT(refusal_after([](SafetensorsFile& file) {
                tensor(file, "vocabulary").bytes = "<pad>\n<unk>\ngood\n<end>\nbad\n";
              }),
              HasSubstr("m.safetensors: vocabulary, line 3: expected \"<end>\" in a language model"));
}

TEST(PretrainedFile, RefusesAnotherKindByItsName) {
  EXPECT_THAT(refusal_after([](SafetensorsFile& file) { file.metadata["kind"] = "ensemble\x1b"; }),
              HasSubstr("expected a pretrained model, found a file of kind \"ensemble\\x1b\""));
}

TEST(PretrainedFile, IsRefusedAsAClassifierByItsName) {
  const std::string model = to_pretrained_bytes(tiny_language_model());
  EXPECT_THAT(message_of<FormatError>([&] { from_model_bytes(model, "lm.safetensors"); }),
              HasSubstr("lm.safetensors: expected a classifier, found a language model; give a model that "
                        "`sentiment train` wrote"));
  const std::string vectors = to_pretrained_bytes(tiny_vectors());
  EXPECT_THAT(message_of<FormatError>([&] { from_model_bytes(vectors, "v"); }),
              HasSubstr("v: expected a classifier, found word vectors"));
}

TEST(PretrainedFile, RefusesAClassifierByItsName) {
  const std::string classifier = to_model_bytes(tiny_model());
  EXPECT_THAT(message_of<FormatError>([&] { from_pretrained_bytes(classifier, "c.safetensors"); }),
              HasSubstr("c.safetensors: expected a pretrained model, found a classifier; give one that "
                        "`sentiment pretrain` wrote"));
}

TEST(ReadPretrained, TakesAFolderAndRefusesTheOtherObjective) {
  const TemporaryFolder folder;
  write_pretrained(folder.path() / "model.safetensors", tiny_vectors());
  EXPECT_EQ(read_pretrained(folder.path(), PretrainedKind::kVectors).shape.embedding_size, 2);
  EXPECT_THAT(
      message_of<FormatError>([&] { read_pretrained(folder.path(), PretrainedKind::kLanguageModel); }),
      HasSubstr("expected objective \"language_model\", found \"vectors\""));
}

}  // namespace
}  // namespace sentiment
