#include "inference/bundle.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "core/hash.h"
#include "inference/bundled.h"
#include "inference/loaded_model.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class BundleFile : public testing::Test {
 protected:
  /// What reading says of the bundle's parts after a change of them, its hash made to fit.
  template <class Change>
  std::string message_after(const Change& change) const {
    const std::string sound = files_.bytes();
    SafetensorsFile file = parse_safetensors(sound, "x");
    change(file);
    std::string listing;
    for (const auto& [key, value] : file.metadata) {
      if (key != "content_hash") listing += dump_json(Json(key)) + " " + xxh3_hex(value) + "\n";
    }
    file.metadata["content_hash"] = xxh3_hex(listing);
    const std::string message =
        message_of<FormatError>([&] { bundle_of(to_safetensors(file.metadata, file.tensors)); });
    EXPECT_THAT(message, StartsWith("b.safetensors"));
    EXPECT_EQ(message.find('\n'), std::string::npos);
    return message;
  }

  std::string message_with_list(const std::string& members) const {
    return message_after([&](SafetensorsFile& file) { file.metadata["members"] = members; });
  }

  BundledFiles files_;
};

TEST_F(BundleFile, GivesBackItsMembersAndTheirWeights) {
  const Bundle bundle = bundle_of(files_.bytes());
  ASSERT_EQ(bundle.members.size(), 3u);
  EXPECT_EQ(bundle.members[1].weight, 0.3);
  EXPECT_EQ(to_model_bytes(std::get<Model>(bundle.members[0].model)), files_.first_bytes);
  EXPECT_EQ(to_model_bytes(std::get<Model>(bundle.members[1].model)), files_.second_bytes);
  const NgramModel& ngrams = std::get<NgramModel>(bundle.members[2].model);
  EXPECT_EQ(ngrams.vocabulary.to_bytes(), files_.first.vocabulary.to_bytes());
  EXPECT_THAT(ngrams.labels, ElementsAre("neg", "pos"));
  EXPECT_EQ(ngrams.baseline.classify(std::vector<TokenId>{files_.first.vocabulary.id("good")}), 1);
}

TEST_F(BundleFile, KeepsTheFilesOfItsMembersUnderPrefixes) {
  const std::string bytes = files_.bytes();
  const SafetensorsSource source(bytes, "b");
  const SafetensorsFile second = parse_safetensors(files_.second_bytes, "second");
  const SafetensorsSource part = source.part("member.1.");
  EXPECT_EQ(part.header().metadata, second.metadata);
  EXPECT_EQ(part.header().tensors.size(), second.tensors.size());
  EXPECT_EQ(source.part("member.2.baseline.").header().metadata,
            parse_safetensors(files_.baseline, "baseline").metadata);
  EXPECT_EQ(
      source.header().metadata.at("members"),
      R"([{"kind":"classifier","weight":0.5},{"kind":"classifier","weight":0.3},{"kind":"ngram","weight":0.2}])");
}

TEST_F(BundleFile, IsTheSameBytesWhenWrittenAgain) { EXPECT_EQ(files_.bytes(), files_.bytes()); }

TEST_F(BundleFile, MayHaveOneMember) {
  const std::vector<MemberFile> alone = {{1.0, files_.second_bytes, {}}};
  EXPECT_EQ(bundle_of(to_bundle_bytes(alone)).members.size(), 1u);
}

TEST_F(BundleFile, NoticesEveryTruncationAndEveryByteThatIsOther) {
  const std::string sound = files_.bytes();
  for (std::size_t size = 0; size < sound.size(); size += 131)
    EXPECT_THROW(bundle_of(sound.substr(0, size)), FormatError) << size;
  EXPECT_THROW(bundle_of(sound + " "), FormatError);
  for (std::size_t at = 0; at < sound.size(); at += 61) {
    std::string other = sound;
    other[at] = static_cast<char>(other[at] ^ 4);
    EXPECT_THROW(bundle_of(other), FormatError) << at;
  }
}

TEST_F(BundleFile, RefusesWeightsThatAreNone) {
  EXPECT_THAT(message_with_list(R"([{"kind":"classifier","weight":0.5},{"kind":"classifier","weight":0.3},)"
                                R"({"kind":"ngram","weight":0.3}])"),
              HasSubstr("metadata members: expected weights that sum to 1, found a sum of 1.1"));
  EXPECT_THAT(message_with_list(R"([{"kind":"classifier","weight":-1},{"kind":"classifier","weight":2}])"),
              HasSubstr("expected a weight from 0 to 1, found \"-1\""));
  EXPECT_THAT(message_with_list(R"([{"kind":"classifier","weight":null}])"), HasSubstr("found \"null\""));
}

TEST_F(BundleFile, RefusesAListOfMembersThatIsNone) {
  EXPECT_THAT(message_with_list("[]"), HasSubstr("expected a list of 1 to 64 members"));
  EXPECT_THAT(message_with_list("{}"), HasSubstr("expected a list of 1 to 64 members"));
  EXPECT_THAT(message_with_list("[7]"), HasSubstr("expected objects with kind and weight"));
  EXPECT_THAT(message_with_list("["), HasSubstr("invalid JSON"));
  EXPECT_THAT(message_with_list(R"([{"kind":"ngram","weight":1}])"),
              HasSubstr("expected a classifier as the first member"));
  EXPECT_THAT(message_with_list(R"([{"kind":"\u001b[2J<script>","weight":1}])"),
              HasSubstr(R"(found "\"\\u001b[2J<script>\"")"));
  EXPECT_THAT(message_with_list("[" + std::string(9000, ' ') + "]"),
              HasSubstr("expected at most 8192 bytes"));
}

TEST_F(BundleFile, RefusesMembersThatAreTooFewOrTooMany) {
  EXPECT_THAT(message_with_list(R"([{"kind":"classifier","weight":0.5},{"kind":"classifier","weight":0.5}])"),
              HasSubstr("expected nothing that belongs to no member, found \"member.2."));
  EXPECT_THAT(message_with_list(R"([{"kind":"classifier","weight":1},{"kind":"classifier","weight":0},)"
                                R"({"kind":"ngram","weight":0},{"kind":"classifier","weight":0}])"),
              HasSubstr("b.safetensors, member.3: "));
}

TEST_F(BundleFile, RefusesWhatBelongsToNoMember) {
  EXPECT_THAT(message_after([](SafetensorsFile& file) {
                file.tensors.push_back({"stray", DType::kU8, {1}, "x"});
              }),
              HasSubstr("expected nothing that belongs to no member, found \"stray\""));
  EXPECT_THAT(message_after([](SafetensorsFile& file) { file.metadata["member.0.baseline.n"] = "1"; }),
              HasSubstr("member.0: metadata keys: expected none besides"));
  EXPECT_THAT(message_after([](SafetensorsFile& file) { file.metadata["notes"] = "\x1b[2J"; }),
              HasSubstr("expected none besides those of format version 1, found \"notes\""));
  EXPECT_THAT(message_after([](SafetensorsFile& file) {
                file.tensors.push_back({"member.2.text.odd", DType::kF32, {1}, "1234"});
              }),
              HasSubstr("member.2.text: tensor \"odd\": the config has no place for it"));
}

TEST_F(BundleFile, RefusesMembersOfOtherLabels) {
  const std::string other =
      to_model_bytes(untrained_model(3, {.embedding_size = 3, .hidden_size = 2}, {"neg", "odd"}));
  const std::vector<MemberFile> members = {{0.5, files_.first_bytes, {}}, {0.5, other, {}}};
  EXPECT_THAT(message_of<FormatError>([&] { bundle_of(to_bundle_bytes(members)); }),
              HasSubstr("expected the labels of member 0 in member 1, found others"));
}

TEST_F(BundleFile, RefusesANgramModelOfAnotherVocabulary) {
  EXPECT_THAT(message_after([](SafetensorsFile& file) {
                file.metadata["member.2.baseline.vocabulary_hash"] = std::string(32, '0');
              }),
              HasSubstr("found one for other labels or another vocabulary"));
}

TEST_F(BundleFile, RefusesAMemberThatIsABundleItself) {
  const std::string inner = files_.bytes();
  const std::vector<MemberFile> members = {{1.0, inner, {}}};
  EXPECT_THAT(message_of<FormatError>([&] { bundle_of(to_bundle_bytes(members)); }),
              HasSubstr("expected a classifier, found a bundle of several models"));
}

TEST_F(BundleFile, RefusesAChangeThatEachMemberWouldAccept) {
  const std::string sound = files_.bytes();
  SafetensorsFile file = parse_safetensors(sound, "x");
  file.metadata["members"] =
      R"([{"kind":"classifier","weight":0.3},{"kind":"classifier","weight":0.5},{"kind":"ngram","weight":0.2}])";
  EXPECT_THAT(message_of<FormatError>([&] { bundle_of(to_safetensors(file.metadata, file.tensors)); }),
              HasSubstr("metadata content_hash: expected content with hash"));
}

TEST_F(BundleFile, IsNoModelOfOneNetworkNorTheOtherWayRound) {
  EXPECT_THAT(message_of<FormatError>([&] { from_model_bytes(files_.bytes(), "b.safetensors"); }),
              HasSubstr("b.safetensors: expected a classifier, found a bundle of several models"));
  EXPECT_THAT(message_of<FormatError>([&] { bundle_of(files_.first_bytes); }),
              HasSubstr("expected a bundle, found a classifier"));
}

TEST_F(BundleFile, RefusesMoreMembersThanAHeaderHolds) {
  std::vector<std::string> labels;
  for (int i = 0; i < 900; ++i) labels.push_back(std::string(250, 'x') + std::to_string(i));
  const std::string large =
      to_model_bytes(untrained_model(1, {.embedding_size = 1, .hidden_size = 1}, labels));
  const std::vector<MemberFile> members(80, {1.0 / 80, large, {}});
  EXPECT_THAT(message_of<Error>([&] { to_bundle_bytes(members); }),
              HasSubstr("expected at most 16777216 bytes of header"));
}

TEST(LabelPlaces, FindEachLabelOrNone) {
  EXPECT_THAT(label_places({"a", "b", "c"}, {"c", "a", "b"}), ElementsAre(1, 2, 0));
  EXPECT_THAT(label_places({"a", "b"}, {"a", "c"}), IsEmpty());
  EXPECT_THAT(label_places({"a", "b"}, {"a", "b", "c"}), IsEmpty());
  EXPECT_THAT(label_places({"a", "b"}, {"a", "a"}), IsEmpty());
}

TEST_F(BundleFile, IsLoadedFromAFileOrARunFolder) {
  const TemporaryFolder folder;
  folder.write("model.safetensors", files_.bytes());
  EXPECT_TRUE(std::holds_alternative<Bundle>(load_model(folder.path())));
  EXPECT_TRUE(std::holds_alternative<Bundle>(load_model(folder.path() / "model.safetensors")));
  folder.write("model.safetensors", files_.first_bytes);
  EXPECT_TRUE(std::holds_alternative<Model>(load_model(folder.path())));
}

}  // namespace
}  // namespace sentiment
