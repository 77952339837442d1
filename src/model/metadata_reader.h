// The metadata of a model file, read strictly: what the files of all kinds have in common.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/settings.h"
#include "json/strict_json.h"
#include "text/tokenizer.h"

namespace sentiment {

using FileMetadata = std::map<std::string, std::string>;

class MetadataReader {
 public:
  /// Borrows the metadata. `name` is the file as messages should call it.
  MetadataReader(const FileMetadata& metadata, const std::string& name);

  /// Throws FormatError unless it is a file of this program; its version may be a later one.
  void expect_format() const;
  /// What the file holds by its key `kind`, for messages: "a classifier", "a language model", ...
  std::string kind() const;
  /// Throws FormatError unless the version is known, all of these keys are there, and no others.
  void expect_keys(std::span<const char* const> keys) const;
  /// Throws FormatError if a text is longer than reading it may cost.
  void expect_size(const char* key, std::size_t most_bytes) const;

  /// Reads the settings of the key `config`. Throws FormatError with the first problem.
  void read_config(const std::function<void(SettingsVisitor&)>& visit_members) const;
  Json parse(const char* key) const;
  /// `list` as a list of texts; `key` is for messages.
  std::vector<std::string> texts(const char* key, const Json& list) const;
  /// The key `labels`: at least so many, at most kMaxLabels, all different.
  std::vector<std::string> labels(std::size_t least) const;
  std::vector<GoldenSentence> golden() const;

  [[noreturn]] void refuse(std::string_view text) const;
  /// For what only damage or editing by hand can have done.
  [[noreturn]] void refuse_damaged(const char* key, std::string_view text) const;

 private:
  const FileMetadata& metadata_;
  std::string name_;
};

/// The keys `format`, `format_version` and `golden`, which files of all kinds have.
FileMetadata common_metadata(const std::vector<GoldenSentence>& golden);

/// Warns if the tokenizer cuts a golden sentence otherwise than when the file was written.
void warn_of_other_cuts(const TokenizerConfig& tokenizer, const std::vector<GoldenSentence>& golden,
                        const std::string& name);

}  // namespace sentiment
