#include "data/batch_sampler.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "core/random.h"

namespace sentiment {
namespace {

// Wide enough that a batch's reviews differ little in length, narrow enough that who shares a batch with whom
// changes from epoch to epoch.
constexpr int64_t kBatchesPerPool = 50;

// Parts of the keys of an epoch's two streams.
constexpr uint64_t kRowOrder = 0;
constexpr uint64_t kBatchOrder = 1;

std::vector<int64_t> all_rows(std::size_t count) {
  std::vector<int64_t> rows(count);
  std::iota(rows.begin(), rows.end(), int64_t{0});
  return rows;
}

/// Sorts in [begin, end) by length; equals stay in order.
void sort_by_length(std::vector<int64_t>& rows, std::size_t begin, std::size_t end,
                    const std::vector<int64_t>& lengths) {
  std::stable_sort(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                   rows.begin() + static_cast<std::ptrdiff_t>(end), [&lengths](int64_t a, int64_t b) {
                     return lengths[static_cast<std::size_t>(a)] < lengths[static_cast<std::size_t>(b)];
                   });
}

std::vector<std::vector<int64_t>> cut(const std::vector<int64_t>& rows, std::size_t batch_size) {
  std::vector<std::vector<int64_t>> batches;
  for (std::size_t begin = 0; begin < rows.size(); begin += batch_size) {
    const std::size_t end = std::min(begin + batch_size, rows.size());
    batches.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                         rows.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return batches;
}

}  // namespace

BatchSampler::BatchSampler(std::vector<int64_t> lengths, int64_t batch_size, uint64_t seed)
    : lengths_(std::move(lengths)),
      batch_size_(std::min(batch_size, std::max<int64_t>(1, static_cast<int64_t>(lengths_.size())))),
      seed_(seed) {
  if (batch_size < 1) throw std::logic_error("a batch has at least one review");
}

std::vector<std::vector<int64_t>> BatchSampler::batches(int64_t epoch) const {
  const auto key = static_cast<uint64_t>(epoch);
  std::vector<int64_t> rows = all_rows(lengths_.size());
  shuffle(rows, RandomStream(seed_, RandomUse::kEpochOrder, {key, kRowOrder}));
  const auto pool = static_cast<std::size_t>(kBatchesPerPool * batch_size_);
  for (std::size_t begin = 0; begin < rows.size(); begin += pool) {
    sort_by_length(rows, begin, std::min(begin + pool, rows.size()), lengths_);
  }
  std::vector<std::vector<int64_t>> batches = cut(rows, static_cast<std::size_t>(batch_size_));
  std::vector<std::vector<int64_t>> smaller;  // stays last
  if (!batches.empty() && static_cast<int64_t>(batches.back().size()) < batch_size_) {
    smaller.push_back(std::move(batches.back()));
    batches.pop_back();
  }
  shuffle(batches, RandomStream(seed_, RandomUse::kEpochOrder, {key, kBatchOrder}));
  std::move(smaller.begin(), smaller.end(), std::back_inserter(batches));
  return batches;
}

int64_t BatchSampler::batch_count() const {
  const auto rows = static_cast<int64_t>(lengths_.size());
  return rows / batch_size_ + (rows % batch_size_ > 0 ? 1 : 0);
}

std::vector<std::vector<int64_t>> sorted_batches(const std::vector<int64_t>& lengths, int64_t batch_size) {
  std::vector<int64_t> rows = all_rows(lengths.size());
  sort_by_length(rows, 0, rows.size(), lengths);
  return cut(rows, static_cast<std::size_t>(batch_size));
}

}  // namespace sentiment
