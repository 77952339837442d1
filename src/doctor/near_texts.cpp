#include "doctor/near_texts.h"

#include <xxhash.h>

#include <algorithm>
#include <cstddef>
#include <span>

namespace sentiment {
namespace {

// Of pairs with a similarity s, 1 - (1 - s^4)^16 share a band: 0.9998 at 0.8, 0.6 at 0.5, 0.0016 at 0.1.
constexpr std::size_t kBands = 16;
constexpr std::size_t kBandMinima = kMinima / kBands;

constexpr std::size_t kCrowd = 64;
constexpr std::size_t kGroupsAtOnce = 256;

// Equal minima below which a pair is not compared: 0.8 of 64 is 51 in the mean, with a deviation of 3.2.
constexpr std::ptrdiff_t kFewestEqual = 36;

struct Member {
  uint64_t band;  // hash of the band's minima
  uint32_t text;
  bool operator<(const Member& other) const {
    return band != other.band ? band < other.band : text < other.text;
  }
};

/// All texts, those with the same minima in this band side by side, each group in order.
std::vector<Member> members_of(std::size_t band, const std::vector<TextSketch>& texts) {
  std::vector<Member> members(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const uint32_t* minima = texts[i].signature.data() + band * kBandMinima;
    members[i] = {XXH3_64bits(minima, kBandMinima * sizeof(uint32_t)), static_cast<uint32_t>(i)};
  }
  std::sort(members.begin(), members.end());
  return members;
}

std::vector<std::span<const Member>> groups_of(const std::vector<Member>& members) {
  std::vector<std::span<const Member>> groups;
  for (std::size_t begin = 0, end = 0; begin < members.size(); begin = end) {
    while (end < members.size() && members[end].band == members[begin].band) ++end;
    if (end - begin > 1) groups.emplace_back(members.data() + begin, end - begin);
  }
  return groups;
}

bool are_near(const TextSketch& a, const TextSketch& b) {
  std::ptrdiff_t equal = 0;
  for (std::size_t i = 0; i < kMinima; ++i) equal += a.signature[i] == b.signature[i] ? 1 : 0;
  return equal >= kFewestEqual && jaccard(a.shingles, b.shingles) >= kNearSimilarity;
}

void compare(std::span<const Member> group, const std::vector<TextSketch>& texts, const NearPairUse& use) {
  for (std::size_t j = 1; j < group.size(); ++j) {
    const uint32_t later = group[j].text;
    for (std::size_t i = 0; i < std::min(j, kCrowd); ++i) {
      const uint32_t earlier = group[i].text;
      if (use.matters(earlier, later) && are_near(texts[earlier], texts[later])) use.take(earlier, later);
    }
  }
}

}  // namespace

void find_near_pairs(const std::vector<TextSketch>& texts, const NearPairUse& use, ThreadPool& pool) {
  // One band after another, so that a text is in one group only.
  for (std::size_t band = 0; band < kBands; ++band) {
    const std::vector<Member> members = members_of(band, texts);
    const std::vector<std::span<const Member>> groups = groups_of(members);
    pool.run((groups.size() + kGroupsAtOnce - 1) / kGroupsAtOnce, [&](std::size_t chunk) {
      const std::size_t end = std::min(groups.size(), (chunk + 1) * kGroupsAtOnce);
      for (std::size_t i = chunk * kGroupsAtOnce; i < end; ++i) compare(groups[i], texts, use);
    });
  }
}

}  // namespace sentiment
