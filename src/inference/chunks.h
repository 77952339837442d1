// Which texts are read together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sentiment {

/// Numbers of texts, those of a chunk of nearly the same length, chunks with the longest texts first: threads
/// that take them from the front then end at nearly the same time. A chunk has at most `most_tokens` tokens,
/// unless it is a single text.
///
/// lengths  in tokens
std::vector<std::vector<std::size_t>> chunks_of(const std::vector<std::size_t>& lengths, int threads,
                                                std::size_t most_tokens);

}  // namespace sentiment
