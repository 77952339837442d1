// XXH3 for processors with AVX2, three times as fast.
#pragma once

#include <string_view>

namespace sentiment {

/// XXH3_128bits_update. `state` is an XXH3_state_t.
void update_xxh3_with_avx2(void* state, std::string_view bytes);

}  // namespace sentiment
