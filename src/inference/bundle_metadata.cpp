#include "inference/bundle_metadata.h"

#include <fmt/format.h>

#include <cmath>

#include "core/quote.h"
#include "inference/bundle.h"

namespace sentiment {
namespace {

constexpr const char* kKey = "members";
constexpr std::size_t kMaxListBytes = 8 << 10;  // 64 members of 50 bytes need less
constexpr double kSumTolerance = 1e-9;

MemberKind kind_of(const MetadataReader& reader, const Json& member) {
  for (const MemberKind kind : {MemberKind::kClassifier, MemberKind::kNgram}) {
    if (member["kind"] == name_of(kind)) return kind;
  }
  reader.refuse_damaged(kKey, fmt::format("expected the kind \"classifier\" or \"ngram\", found {}",
                                          quote(dump_json(member["kind"]))));
}

double weight_of(const MetadataReader& reader, const Json& member) {
  const Json& weight = member["weight"];
  if (weight.is_number() && weight.get<double>() >= 0.0 && weight.get<double>() <= 1.0)
    return weight.get<double>();
  reader.refuse_damaged(kKey,
                        fmt::format("expected a weight from 0 to 1, found {}", quote(dump_json(weight))));
}

}  // namespace

const char* name_of(MemberKind kind) { return kind == MemberKind::kNgram ? "ngram" : "classifier"; }

std::string to_member_list(const std::vector<MemberEntry>& members) {
  Json list = Json::array();
  for (const MemberEntry& member : members)
    list.push_back({{"kind", name_of(member.kind)}, {"weight", member.weight}});
  return dump_json(list);
}

std::vector<MemberEntry> read_member_list(const MetadataReader& reader) {
  reader.expect_size(kKey, kMaxListBytes);
  const Json list = reader.parse(kKey);
  if (!list.is_array() || list.empty() || list.size() > kMaxBundleMembers)
    reader.refuse_damaged(kKey, fmt::format("expected a list of 1 to {} members", kMaxBundleMembers));
  std::vector<MemberEntry> members;
  double sum = 0.0;
  for (const Json& member : list) {
    if (!member.is_object() || member.size() != 2 || !member.contains("kind") || !member.contains("weight"))
      reader.refuse_damaged(kKey, "expected objects with kind and weight, found another value");
    members.push_back({kind_of(reader, member), weight_of(reader, member)});
    sum += members.back().weight;
  }
  if (std::abs(sum - 1.0) > kSumTolerance)
    reader.refuse_damaged(kKey, fmt::format("expected weights that sum to 1, found a sum of {}", sum));
  if (members.front().kind != MemberKind::kClassifier)
    reader.refuse_damaged(kKey, "expected a classifier as the first member, found an n-gram model");
  return members;
}

}  // namespace sentiment
