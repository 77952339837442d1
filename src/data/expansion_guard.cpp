#include "data/expansion_guard.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {

void ExpansionGuard::add(std::size_t more, uint64_t packed) {
  unpacked_ += more;
  if (unpacked_ <= kUnpackedFreely || unpacked_ / kMaxExpansion <= packed) return;
  throw Error(fmt::format(
      "{}: expected data that unpacks to at most {} times its size, found {} MB from {} bytes; unpack it "
      "yourself if it is what you take it for",
      printable(name_), kMaxExpansion, unpacked_ >> 20, packed));
}

}  // namespace sentiment
