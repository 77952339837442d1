#include "core/hash_avx2.h"

#define XXH_INLINE_ALL  // compiled here, for this instruction set
#include <xxhash.h>

namespace sentiment {

void update_xxh3_with_avx2(void* state, std::string_view bytes) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), bytes.data(), bytes.size());
}

}  // namespace sentiment
