// What a bundle says of its members, as the text under `members` in the metadata of its file.
#pragma once

#include <string>
#include <vector>

#include "model/metadata_reader.h"

namespace sentiment {

enum class MemberKind { kClassifier, kNgram };
/// "classifier", "ngram".
const char* name_of(MemberKind kind);

struct MemberEntry {
  MemberKind kind = MemberKind::kClassifier;
  double weight = 0.0;
};

/// [{"kind", "weight"}]
std::string to_member_list(const std::vector<MemberEntry>& members);

/// Reads the key `members`: 1 to kMaxBundleMembers, the first a classifier, weights >= 0 that sum to 1.
/// Throws FormatError.
std::vector<MemberEntry> read_member_list(const MetadataReader& reader);

}  // namespace sentiment
