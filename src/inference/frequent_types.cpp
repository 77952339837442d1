#include "inference/frequent_types.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace sentiment {
namespace {

constexpr int64_t kMostTypes = 8192;
constexpr int64_t kMostBytes = int64_t{64} << 20;

}  // namespace

int64_t frequent_type_count(const PackedNetwork& network) {
  const int64_t row_bytes = network.layers().front().projected_size() * static_cast<int64_t>(sizeof(float));
  return std::min({kMostTypes, kMostBytes / row_bytes, network.vocabulary_size()});
}

FrequentTypes project_frequent_types(const PackedNetwork& network, ThreadPool& pool) {
  constexpr auto kBlock = static_cast<std::size_t>(PackedNetwork::kTypesAtOnce);
  const auto row_size = static_cast<std::size_t>(network.layers().front().projected_size());
  FrequentTypes frequent{frequent_type_count(network), {}};
  std::vector<TokenId> types(static_cast<std::size_t>(frequent.count));
  std::iota(types.begin(), types.end(), 0);
  frequent.rows.grow(types.size() * row_size);
  pool.run((types.size() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t first = block * kBlock;
    AlignedArray<float> embedded;
    embedded.grow(kBlock * static_cast<std::size_t>(network.config().embedding_size));
    network.project(std::span(types).subspan(first, std::min(kBlock, types.size() - first)), embedded.data(),
                    frequent.rows.data() + first * row_size);
  });
  return frequent;
}

}  // namespace sentiment
