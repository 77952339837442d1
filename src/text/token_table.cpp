#include "text/token_table.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <limits>

#include "core/error.h"

namespace sentiment {
namespace {

constexpr std::size_t kFewestSlots = 64;

/// Slots for so many tokens: at least a third of them stays free.
std::size_t slots_for(std::size_t tokens) { return std::bit_ceil(tokens + tokens / 2 + 1); }

}  // namespace

TokenTable::TokenTable() : slots_(kFewestSlots) {}

uint32_t TokenTable::find(std::string_view token) const { return slots_[slot_of(token)] - 1; }

uint32_t TokenTable::add(std::string_view token) {
  std::size_t slot = slot_of(token);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  if (token.size() > std::numeric_limits<uint32_t>::max() - bytes_.size()) {
    throw Error("vocabulary: expected at most 4 GB of different tokens, found more; use less text");
  }
  if (slots_for(size() + 1) > slots_.size()) {
    resize_slots(2 * slots_.size());
    slot = slot_of(token);
  }
  bytes_ += token;
  ends_.push_back(static_cast<uint32_t>(bytes_.size()));
  slots_[slot] = static_cast<uint32_t>(size());
  return static_cast<uint32_t>(size() - 1);
}

void TokenTable::reserve(std::size_t tokens, std::size_t bytes) {
  bytes_.reserve(bytes);
  ends_.reserve(tokens);
  if (slots_for(tokens) > slots_.size()) resize_slots(slots_for(tokens));
}

/// Where the token is or would be.
std::size_t TokenTable::slot_of(std::string_view token) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = XXH3_64bits(token.data(), token.size()) & mask;
  while (slots_[slot] != 0 && (*this)[slots_[slot] - 1] != token) slot = (slot + 1) & mask;
  return slot;
}

void TokenTable::resize_slots(std::size_t count) {
  slots_.assign(count, 0);
  for (std::size_t number = 0; number < size(); ++number) {
    slots_[slot_of((*this)[number])] = static_cast<uint32_t>(number + 1);
  }
}

}  // namespace sentiment
