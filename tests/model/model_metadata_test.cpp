#include "model/model_metadata.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::map<std::string, std::string> good_metadata() {
  auto metadata = to_metadata({.config = {.hidden_size = 9},
                               .tokenizer = {.max_tokens = 50},
                               .text_column = "review",
                               .label_column = "stars",
                               .labels = {"neg", "pos"},
                               .golden = {{"So good!", {"so", "good", "!"}}}});
  metadata["content_hash"] = "0";
  return metadata;
}

std::string refusal_with(const std::string& key, const std::string& value) {
  auto metadata = good_metadata();
  metadata[key] = value;
  return message_of<FormatError>([&] { from_metadata(metadata, "m.safetensors"); });
}

std::string refusal_without(const std::string& key) {
  auto metadata = good_metadata();
  metadata.erase(key);
  return message_of<FormatError>([&] { from_metadata(metadata, "m.safetensors"); });
}

TEST(ModelMetadata, ComesBackAsItWas) {
  const ModelMetadata found = from_metadata(good_metadata(), "m.safetensors");
  EXPECT_EQ(found.config.hidden_size, 9);
  EXPECT_EQ(found.tokenizer.max_tokens, 50);
  EXPECT_EQ(found.text_column, "review");
  EXPECT_EQ(found.label_column, "stars");
  EXPECT_THAT(found.labels, ElementsAre("neg", "pos"));
  ASSERT_EQ(found.golden.size(), 1u);
  EXPECT_EQ(found.golden[0].text, "So good!");
  EXPECT_THAT(found.golden[0].tokens, ElementsAre("so", "good", "!"));
}

TEST(ModelMetadata, RefusesAFileOfAnotherProgram) {
  EXPECT_THAT(refusal_without("format"),
              HasSubstr("m.safetensors: a safetensors file, but its metadata has no format"));
  EXPECT_THAT(refusal_with("format", "pt"), HasSubstr("no format \"sentiment\""));
}

TEST(ModelMetadata, RefusesAnotherVersionByName) {
  for (const char* version : {"2", "0", "", "one", "1.0"}) {
    EXPECT_THAT(refusal_with("format_version", version), HasSubstr("written by a newer version")) << version;
  }
  EXPECT_THAT(refusal_without("format_version"),
              HasSubstr("metadata format_version: expected \"1\", found none"));
}

TEST(ModelMetadata, RefusesKeysThatAreMissingOrTooMany) {
  for (const char* key : {"config", "labels", "golden", "content_hash"}) {
    EXPECT_THAT(refusal_without(key), HasSubstr(std::string("metadata ") + key)) << key;
  }
  EXPECT_THAT(refusal_with("extra", "1"), HasSubstr("found \"extra\""));
}

TEST(ModelMetadata, RefusesAConfigThatItsSettingsDoNotAllow) {
  EXPECT_THAT(refusal_with("config", "{"), HasSubstr("m.safetensors: metadata config:1:"));
  EXPECT_THAT(refusal_with("config", "[]"), HasSubstr("expected a JSON object"));
  EXPECT_THAT(refusal_with("config", R"({"model":{"hidden_sise":3}})"),
              HasSubstr("did you mean \"hidden_size\"?"));
  EXPECT_THAT(refusal_with("config", R"({"model":{"layers":0},"trainer":{}})"), HasSubstr("(and 1 more)"));
  const std::string long_key(60'000, 'k');
  EXPECT_LT(refusal_with("config", "{\"" + long_key + "\":1}").size(), 300u);
}

TEST(ModelMetadata, RefusesLabelsThatAreTooFewOrTwice) {
  EXPECT_THAT(refusal_with("labels", R"(["one"])"), HasSubstr("at least 2 labels, found 1"));
  EXPECT_THAT(refusal_with("labels", R"(["a","b","a"])"), HasSubstr("each label once, found \"a\" again"));
  EXPECT_THAT(refusal_with("labels", R"(["a",1])"), HasSubstr("metadata labels"));
  EXPECT_THAT(refusal_with("labels", R"("ab")"), HasSubstr("metadata labels"));
  EXPECT_THAT(refusal_with("labels", "["), HasSubstr("metadata labels: invalid JSON"));
}

std::string labels_json(int count) {
  std::string list = "[\"0\"";
  for (int i = 1; i < count; ++i) list += ",\"" + std::to_string(i) + '"';
  return list + "]";
}

// Rows: A11 E6
TEST(ModelMetadata, RefusesMoreThanAThousandLabels) {
  auto metadata = good_metadata();
  metadata["labels"] = labels_json(1000);
  EXPECT_EQ(from_metadata(metadata, "m.safetensors").labels.size(), 1000u);
  EXPECT_THAT(refusal_with("labels", labels_json(1001)), HasSubstr("at most 1000 labels, found 1001"));
}

TEST(ModelMetadata, RefusesTextsThatAreCostlyToParse) {
  const auto padded = [](const std::string& json, std::size_t bytes) {
    return json + std::string(bytes - json.size(), ' ');
  };
  auto metadata = good_metadata();
  metadata["config"] = padded(metadata["config"], 64 << 10);
  metadata["labels"] = padded(metadata["labels"], 2 << 20);
  metadata["golden"] = padded(metadata["golden"], 1 << 20);
  EXPECT_NO_THROW(from_metadata(metadata, "m.safetensors"));
  for (const char* key : {"config", "labels", "golden"}) {
    const std::string limit = std::to_string(metadata[key].size());
    EXPECT_THAT(refusal_with(key, metadata[key] + " "),
                HasSubstr(std::string("metadata ") + key + ": expected at most " + limit + " bytes"));
  }
}

TEST(ModelMetadata, HoldsTheLongestNamesThatDataMayHave) {
  ModelMetadata model;
  model.text_column = std::string(1000, '\x01');
  model.label_column = std::string(1000, '\x02');
  for (int i = 0; i < 1000; ++i) {
    const std::string number = std::to_string(i);
    model.labels.push_back(std::string(256 - number.size(), '\x03') + number);
  }
  auto metadata = to_metadata(model);
  metadata["content_hash"] = "0";
  EXPECT_EQ(from_metadata(metadata, "m.safetensors").labels, model.labels);
}

TEST(ModelMetadata, RefusesGoldenSentencesOfAnotherForm) {
  for (const char* golden : {"{}", "[1]", R"([{"text":"a"}])", R"([{"text":1,"tokens":[]}])",
                             R"([{"text":"a","tokens":[1]}])", R"([{"text":"a","tokens":[],"x":1}])"}) {
    EXPECT_THAT(refusal_with("golden", golden), HasSubstr("metadata golden")) << golden;
  }
}

TEST(ContentHash, ChangesWithEverythingThatMakesAModel) {
  const std::vector<TensorView> tensors = {{"a", DType::kU8, {2, 2}, "abcd"}, {"b", DType::kU8, {1}, "e"}};
  const auto metadata = good_metadata();
  const std::string hash = content_hash(metadata, tensors);
  for (const char* key : {"config", "labels", "golden"}) {
    auto changed = metadata;
    changed[key] += " ";
    EXPECT_NE(content_hash(changed, tensors), hash) << key;
  }
  const auto with = [&](const TensorView& tensor) { return content_hash(metadata, {tensor, tensors[1]}); };
  EXPECT_NE(with({"c", DType::kU8, {2, 2}, "abcd"}), hash);
  EXPECT_NE(with({"a", DType::kI32, {2, 2}, "abcd"}), hash);
  EXPECT_NE(with({"a", DType::kU8, {4}, "abcd"}), hash);
  EXPECT_NE(with({"a", DType::kU8, {2, 2}, "abce"}), hash);
}

TEST(ContentHash, DoesNotDependOnTheOrderOfTensors) {
  const TensorView a{"a", DType::kU8, {1}, "x"};
  const TensorView b{"b", DType::kU8, {1}, "y"};
  EXPECT_EQ(content_hash(good_metadata(), {a, b}), content_hash(good_metadata(), {b, a}));
}

}  // namespace
}  // namespace sentiment
