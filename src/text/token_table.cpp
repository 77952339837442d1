#include "text/token_table.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "core/error.h"

namespace sentiment {
namespace {

constexpr std::size_t kFewestSlots = 64;
constexpr std::size_t kKeyBytes = 16;
static_assert(kKeyBytes <= TokenBuffer::kPadding);
static_assert(std::endian::native == std::endian::little, "the first byte is the lowest one");

__extension__ using Wide = unsigned __int128;

/// The bits of the first `bytes` of 8.
constexpr uint64_t mask_of(std::size_t bytes) {
  return bytes >= 8 ? ~uint64_t{0} : (uint64_t{1} << 8 * bytes) - 1;
}

struct Masks {
  uint64_t low;
  uint64_t high;
};

/// Of a key's halves, by the token's size.
constexpr std::array<Masks, kKeyBytes + 1> kMasks = [] {
  std::array<Masks, kKeyBytes + 1> masks{};
  for (std::size_t size = 0; size < masks.size(); ++size) {
    masks[size] = {mask_of(size), size <= 8 ? 0 : mask_of(size - 8)};
  }
  return masks;
}();

const Masks& masks_for(std::size_t size) { return kMasks[std::min(size, kKeyBytes)]; }

uint64_t load(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// At least so many slots for so many tokens: a third of them stays free.
std::size_t needed_slots(std::size_t tokens) { return tokens + tokens / 2 + 1; }

}  // namespace

TokenTable::Key TokenTable::key_of(std::string_view token) {
  std::array<char, kKeyBytes> first{};
  token.copy(first.data(), first.size());
  const Masks& masks = masks_for(token.size());
  return {token, load(first.data()), load(first.data() + 8), masks.low, masks.high};
}

[[gnu::always_inline]] inline TokenTable::Key TokenTable::key_of_padded(std::string_view token) {
  const Masks& masks = masks_for(token.size());
  return {token, load(token.data()) & masks.low, load(token.data() + 8) & masks.high, masks.low, masks.high};
}

/// Of short tokens, which are nearly all: the two halves of one product (Wang Yi's wyhash).
[[gnu::always_inline]] inline uint64_t TokenTable::hash_of(const Key& key) {
  if (key.token.size() > kKeyBytes) return XXH3_64bits(key.token.data(), key.token.size());
  constexpr uint64_t kLow = 0x2d35'8dcc'aa6c'78a5;
  constexpr uint64_t kHigh = 0x8bb8'4b93'962e'acc9;
  const auto product = static_cast<Wide>(key.low ^ kLow) * (key.high ^ kHigh ^ key.token.size());
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

/// Without a branch that depends on a short token's bytes or size.
[[gnu::always_inline]] inline bool TokenTable::is_at(std::size_t number, const Key& key) const {
  const std::string_view token = (*this)[number];
  if (key.token.size() > kKeyBytes) return token == key.token;
  const uint64_t differences = ((load(token.data()) ^ key.low) & key.low_mask) |
                               ((load(token.data() + 8) ^ key.high) & key.high_mask) |
                               (token.size() ^ key.token.size());
  return differences == 0;
}

/// Where the token is or would be.
[[gnu::always_inline]] inline std::size_t TokenTable::slot_of(const Key& key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(key) & mask;
  while (slots_[slot] != 0 && !is_at(slots_[slot] - 1, key)) slot = (slot + 1) & mask;
  return slot;
}

TokenTable::TokenTable() : bytes_(TokenBuffer::kPadding, '\0'), slots_(kFewestSlots) {}

uint32_t TokenTable::find(std::string_view token) const { return slots_[slot_of(key_of(token))] - 1; }

void TokenTable::find_all(const TokenBuffer& tokens, int32_t none, std::vector<int32_t>& numbers) const {
  numbers.resize(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const uint32_t taken = slots_[slot_of(key_of_padded(tokens[i]))];
    numbers[i] = taken == 0 ? none : static_cast<int32_t>(taken - 1);
  }
}

uint32_t TokenTable::add(std::string_view token) { return add(key_of(token)); }

uint32_t TokenTable::add_padded(std::string_view token) { return add(key_of_padded(token)); }

uint32_t TokenTable::add(const Key& key) {
  std::size_t slot = slot_of(key);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  if (is_full()) {
    resize_slots(2 * slots_.size());
    slot = slot_of(key);
  }
  append(key);
  slots_[slot] = static_cast<uint32_t>(size());
  return static_cast<uint32_t>(size() - 1);
}

bool TokenTable::is_full() const { return needed_slots(size() + 1) > slots_.size(); }

void TokenTable::append(const Key& key) {
  const std::size_t begin = ends_.empty() ? 0 : ends_.back();
  const std::size_t end = begin + key.token.size();
  if (end > std::numeric_limits<uint32_t>::max()) {
    throw Error("vocabulary: expected at most 4 GB of different tokens, found more; use less text");
  }
  if (bytes_.size() < end + TokenBuffer::kPadding) bytes_.resize(2 * end + TokenBuffer::kPadding);
  std::memcpy(bytes_.data() + begin, &key.low, sizeof key.low);
  std::memcpy(bytes_.data() + begin + sizeof key.low, &key.high, sizeof key.high);
  if (key.token.size() > kKeyBytes) key.token.copy(bytes_.data() + begin, key.token.size());
  ends_.push_back(static_cast<uint32_t>(end));
}

void TokenTable::reserve(std::size_t tokens, std::size_t bytes) {
  bytes_.resize(std::max(bytes_.size(), bytes + TokenBuffer::kPadding));
  ends_.reserve(tokens);
  if (needed_slots(tokens) > slots_.size()) resize_slots(std::bit_ceil(needed_slots(tokens)));
}

void TokenTable::resize_slots(std::size_t count) {
  slots_.assign(count, 0);
  for (std::size_t number = 0; number < size(); ++number) {
    slots_[slot_of(key_of_padded((*this)[number]))] = static_cast<uint32_t>(number + 1);
  }
}

}  // namespace sentiment
