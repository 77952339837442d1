#include "nn/batch.h"

#include <algorithm>

#include "nn/tensors.h"

namespace sentiment {
namespace {

// libtorch's CPU kernels are prepared for one shape and kept: without rounding, nearly every batch has a new
// one, which costs time and, over an epoch of IMDB, 2 GB.
constexpr int64_t kTimeMultiple = 16;

}  // namespace

Batch make_batch(const Dataset& data, const std::vector<int64_t>& rows, at::Device device) {
  const auto size = static_cast<int64_t>(rows.size());
  std::vector<int64_t> lengths;
  int64_t time = 1;
  int64_t tokens = 0;
  for (const int64_t row : rows) {
    lengths.push_back(static_cast<int64_t>(data.ids(static_cast<std::size_t>(row)).size()));
    time = std::max(time, lengths.back());
    tokens += lengths.back();
  }
  time = (time + kTimeMultiple - 1) / kTimeMultiple * kTimeMultiple;
  std::vector<int64_t> ids(static_cast<std::size_t>(time * size), Vocabulary::kPadId);
  std::vector<int64_t> labels;
  for (int64_t b = 0; b < size; ++b) {
    const auto row = static_cast<std::size_t>(rows[static_cast<std::size_t>(b)]);
    labels.push_back(data.label(row));
    auto at = static_cast<std::size_t>(b);
    for (const TokenId id : data.ids(row)) {
      ids[at] = id;
      at += static_cast<std::size_t>(size);
    }
  }
  return {integer_tensor(ids, {time, size}, device), integer_tensor(labels, {size}, device),
          Sequences(std::move(lengths), time, device), tokens};
}

void drop_words(Batch& batch, double probability, const RandomStream& stream) {
  if (probability <= 0.0) return;
  const at::Device device = batch.token_ids.device();
  at::Tensor ids = batch.token_ids.to(at::kCPU).contiguous();
  auto* values = ids.data_ptr<int64_t>();
  const int64_t size = batch.sequences.batch();
  uint64_t token = 0;
  for (int64_t b = 0; b < size; ++b) {
    const int64_t length = batch.sequences.lengths()[static_cast<std::size_t>(b)];
    for (int64_t t = 0; t < length; ++t) {
      if (stream.uniform(token++) < probability) values[t * size + b] = Vocabulary::kUnknownId;
    }
  }
  batch.token_ids = ids.to(device);
}

}  // namespace sentiment
