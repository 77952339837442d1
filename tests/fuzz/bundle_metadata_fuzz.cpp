// What a bundle says of its members.
#include <cmath>

#include "fuzz/fuzz_target.h"
#include "inference/bundle.h"
#include "inference/bundle_metadata.h"

namespace sentiment {
namespace {

std::vector<MemberEntry> members_of(std::string_view text) {
  const FileMetadata metadata = {{"members", std::string(text)}};
  return read_member_list(MetadataReader(metadata, "input"));
}

void read_and_write(std::string_view text) {
  const std::vector<MemberEntry> members = members_of(text);
  expect(!members.empty() && members.size() <= kMaxBundleMembers, "a bundle has 1 to 64 members");
  expect(members.front().kind == MemberKind::kClassifier, "the first is a classifier");
  double sum = 0.0;
  for (const MemberEntry& member : members) {
    expect(member.weight >= 0.0, "a weight is not negative");
    sum += member.weight;
  }
  expect(std::abs(sum - 1.0) < 1e-6, "weights sum to 1");
  const std::string written = to_member_list(members);
  expect(to_member_list(members_of(written)) == written, "the list comes back");
}

}  // namespace
}  // namespace sentiment

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  sentiment::answers([&] { sentiment::read_and_write(sentiment::as_text(data, size)); });
  return 0;
}
