#include "inference/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/error.h"
#include "core/hash.h"
#include "core/quote.h"
#include "inference/bundle_metadata.h"
#include "json/settings_writer.h"
#include "model/model_metadata.h"
#include "model/tensor_reader.h"

namespace sentiment {
namespace {

constexpr const char* kKind = "bundle";
constexpr const char* kHash = "content_hash";
constexpr const char* kKeys[] = {"content_hash", "format", "format_version", "kind", "members"};
constexpr const char* kTextKeys[] = {"config", "format", "format_version", "golden"};
constexpr const char* kMemberPrefix = "member.";
constexpr std::size_t kMaxConfigBytes = 64 << 10;  // as a model's
constexpr std::size_t kMaxGoldenBytes = 1 << 20;
constexpr std::size_t kMaxLabelsBytes = 2 << 20;

std::string prefix_of(std::size_t member) { return fmt::format("{}{}.", kMemberPrefix, member); }
std::string baseline_prefix(std::size_t member) { return prefix_of(member) + "baseline."; }
/// How texts are cut and numbered for a baseline.
std::string text_prefix(std::size_t member) { return prefix_of(member) + "text."; }

void visit_tokenizer(TokenizerConfig& tokenizer, SettingsVisitor& visit) {
  visit.section("tokenizer", "how text is cut",
                [&](SettingsVisitor& inner) { visit_settings(tokenizer, inner); });
}

/// XXH3 of everything in the metadata: the hashes of the members are among it, which cover their tensors.
std::string hash_of(const FileMetadata& metadata) {
  std::string listing;
  for (const auto& [key, value] : metadata) {
    if (key != kHash) listing += fmt::format("{} {}\n", dump_json(Json(key)), xxh3_hex(value));
  }
  return xxh3_hex(listing);
}

/// What a file is made of, put together from other files.
struct Contents {
  FileMetadata metadata;
  std::vector<TensorView> tensors;

  void add(const std::string& prefix, SafetensorsFile file) {
    for (auto& [key, value] : file.metadata) metadata[prefix + key] = std::move(value);
    for (TensorView& tensor : file.tensors) {
      tensor.name = prefix + tensor.name;
      tensors.push_back(std::move(tensor));
    }
  }
};

/// Of a model's file, what cuts and numbers texts.
SafetensorsFile text_part(const SafetensorsFile& model) {
  TokenizerConfig tokenizer = from_metadata(model.metadata, "model").tokenizer;
  SettingsWriter config;
  visit_tokenizer(tokenizer, config);
  SafetensorsFile part;
  part.metadata = {{"config", dump_json(config.result)}};
  for (const char* key : {"format", "format_version", "golden"}) part.metadata[key] = model.metadata.at(key);
  part.tensors = {*model.find("vocabulary")};
  return part;
}

class BundleReader {
 public:
  explicit BundleReader(const SafetensorsSource& source)
      : source_(source), own_(own_metadata(source)), reader_(own_, source.name()) {}

  Bundle read() const {
    reader_.expect_format();
    if (!is_bundle(source_)) reader_.refuse(fmt::format("expected a bundle, found {}", reader_.kind()));
    reader_.expect_keys(kKeys);
    const std::vector<MemberEntry> entries = read_member_list(reader_);
    expect_nothing_else(entries);
    expect_hash();
    Bundle bundle;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].kind == MemberKind::kNgram) {
        bundle.members.push_back({entries[i].weight, ngram_model(i)});
      } else {
        bundle.members.push_back({entries[i].weight, read_model(source_.part(prefix_of(i)))});
      }
      expect_labels(bundle, i);
    }
    return bundle;
  }

 private:
  static FileMetadata own_metadata(const SafetensorsSource& source) {
    FileMetadata own;
    for (const auto& [key, value] : source.header().metadata) {
      if (!key.starts_with(kMemberPrefix)) own.emplace(key, value);
    }
    return own;
  }

  /// Each member's reader refuses what it has no place for; this, what belongs to none.
  void expect_nothing_else(const std::vector<MemberEntry>& entries) const {
    std::vector<std::string> prefixes;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].kind == MemberKind::kNgram) {
        prefixes.push_back(baseline_prefix(i));
        prefixes.push_back(text_prefix(i));
      } else {
        prefixes.push_back(prefix_of(i));
      }
    }
    const auto expect_known = [&](const std::string& name) {
      const auto begins = [&](const std::string& prefix) { return name.starts_with(prefix); };
      if (std::none_of(prefixes.begin(), prefixes.end(), begins))
        reader_.refuse_damaged(
            "members", fmt::format("expected nothing that belongs to no member, found {}", quote(name)));
    };
    for (const auto& [key, value] : source_.header().metadata) {
      if (!own_.contains(key)) expect_known(key);
    }
    for (const TensorEntry& tensor : source_.header().tensors) expect_known(tensor.name);
  }

  NgramModel ngram_model(std::size_t member) const {
    const SafetensorsSource text = source_.part(text_prefix(member));
    const MetadataReader metadata(text.header().metadata, text.name());
    metadata.expect_format();
    metadata.expect_keys(kTextKeys);
    metadata.expect_size("config", kMaxConfigBytes);
    metadata.expect_size("golden", kMaxGoldenBytes);
    TokenizerConfig tokenizer;
    metadata.read_config([&](SettingsVisitor& visit) { visit_tokenizer(tokenizer, visit); });
    warn_of_other_cuts(tokenizer, metadata.golden(), text.name());
    TensorReader tensors(text);
    Vocabulary vocabulary = tensors.vocabulary();
    tensors.parameters({});  // there are none
    const SafetensorsSource baseline = source_.part(baseline_prefix(member));
    std::vector<std::string> labels = labels_of(baseline);
    NgramBaseline read = NgramBaseline::read(baseline, labels, vocabulary);
    return {tokenizer, std::move(vocabulary), std::move(labels), std::move(read)};
  }

  void expect_hash() const {
    if (const std::string found = hash_of(source_.header().metadata); found != own_.at(kHash)) {
      reader_.refuse_damaged(
          kHash, fmt::format("expected content with hash {}, found {}", quote(own_.at(kHash)), found));
    }
  }

  static std::vector<std::string> labels_of(const SafetensorsSource& baseline) {
    const FileMetadata& metadata = baseline.header().metadata;
    const MetadataReader reader(metadata, baseline.name());
    if (!metadata.contains("labels")) reader.refuse_damaged("labels", "expected a text, found none");
    reader.expect_size("labels", kMaxLabelsBytes);
    std::vector<std::string> labels = reader.texts("labels", reader.parse("labels"));
    return labels;
  }

  void expect_labels(const Bundle& bundle, std::size_t member) const {
    if (!label_places(bundle.members.front().labels(), bundle.members[member].labels()).empty()) return;
    reader_.refuse_damaged("members",
                           fmt::format("expected the labels of member 0 in member {}, found others", member));
  }

  const SafetensorsSource& source_;
  const FileMetadata own_;  // without that of the members
  const MetadataReader reader_;
};

}  // namespace

const std::vector<std::string>& BundleMember::labels() const {
  return std::visit([](const auto& one) -> const std::vector<std::string>& { return one.labels; }, model);
}

std::vector<std::size_t> label_places(const std::vector<std::string>& labels,
                                      const std::vector<std::string>& of) {
  if (labels.size() != of.size()) return {};
  std::map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < of.size(); ++i) numbers[of[i]] = i;
  std::vector<std::size_t> places;
  for (const std::string& label : labels) {
    const auto found = numbers.find(label);
    if (found == numbers.end()) return {};
    places.push_back(found->second);
    numbers.erase(found);
  }
  return places;
}

std::string to_bundle_bytes(std::span<const MemberFile> members) {
  Contents contents;
  std::vector<MemberEntry> entries;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const MemberFile& member = members[i];
    SafetensorsFile model = parse_safetensors(member.model, "model");
    if (member.baseline.empty()) {
      entries.push_back({MemberKind::kClassifier, member.weight});
      contents.add(prefix_of(i), std::move(model));
    } else {
      entries.push_back({MemberKind::kNgram, member.weight});
      contents.add(text_prefix(i), text_part(model));
      contents.add(baseline_prefix(i), parse_safetensors(member.baseline, "baseline"));
    }
  }
  FileMetadata& metadata = contents.metadata;
  metadata["format"] = "sentiment";
  metadata["format_version"] = "1";
  metadata["kind"] = kKind;
  metadata["members"] = to_member_list(entries);
  metadata[kHash] = hash_of(metadata);
  return to_safetensors(metadata, std::move(contents.tensors));
}

bool is_bundle(const SafetensorsSource& source) {
  const FileMetadata& metadata = source.header().metadata;
  const auto kind = metadata.find("kind");
  return kind != metadata.end() && kind->second == kKind;
}

Bundle read_bundle(const SafetensorsSource& source) { return BundleReader(source).read(); }

}  // namespace sentiment
