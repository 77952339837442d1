#include "nn/sequences.h"

#include <ATen/ops/empty.h>

#include <algorithm>

#include "nn/tensors.h"

namespace sentiment {

Sequences::Sequences(std::vector<int64_t> lengths, int64_t time, at::Device device)
    : lengths_(std::move(lengths)), time_(time), device_(device) {}

at::Tensor Sequences::mask(int64_t at_least) const {
  at::Tensor mask = at::empty({time_, batch(), 1}, at::kBool);
  bool* out = mask.data_ptr<bool>();
  for (int64_t t = 0; t < time_; ++t) {
    for (const int64_t length : lengths_) *out++ = t < std::max(length, at_least);
  }
  return on_device(mask, device_);
}

at::Tensor Sequences::length_column() const {
  at::Tensor column = at::empty({batch(), 1}, at::kFloat);
  std::copy(lengths_.begin(), lengths_.end(), column.data_ptr<float>());
  return on_device(column, device_);
}

at::Tensor Sequences::reviews_of_tokens() const {
  std::vector<int64_t> reviews;
  for (std::size_t b = 0; b < lengths_.size(); ++b)
    reviews.insert(reviews.end(), static_cast<std::size_t>(lengths_[b]), static_cast<int64_t>(b));
  return integer_tensor(reviews, {static_cast<int64_t>(reviews.size())}, device_);
}

std::vector<int64_t> Sequences::tokens_in_time(int64_t absent) const {
  std::vector<int64_t> tokens(static_cast<std::size_t>(time_ * batch()), absent);
  int64_t token = 0;
  for (int64_t b = 0; b < batch(); ++b) {
    for (int64_t t = 0; t < lengths_[static_cast<std::size_t>(b)]; ++t)
      tokens[static_cast<std::size_t>(t * batch() + b)] = token++;
  }
  return tokens;
}

at::Tensor Sequences::reversed(const at::Tensor& states) const {
  std::vector<int64_t> rows(static_cast<std::size_t>(time_ * batch()));
  for (int64_t b = 0; b < batch(); ++b) {
    const int64_t length = lengths_[static_cast<std::size_t>(b)];
    for (int64_t t = 0; t < time_; ++t) {
      const int64_t from = t < length ? length - 1 - t : t;
      rows[static_cast<std::size_t>(t * batch() + b)] = from * batch() + b;
    }
  }
  return take_rows(states, rows, time_);
}

at::Tensor Sequences::last(const at::Tensor& states) const {
  std::vector<int64_t> rows(lengths_.size());
  for (std::size_t b = 0; b < rows.size(); ++b) {
    rows[b] = std::max<int64_t>(lengths_[b] - 1, 0) * batch() + static_cast<int64_t>(b);
  }
  return take_rows(states, rows, 1).squeeze(0);
}

Sequences Sequences::first(int64_t limit) const {
  std::vector<int64_t> lengths = lengths_;
  for (int64_t& length : lengths) length = std::min(length, limit);
  return {std::move(lengths), std::min(time_, limit), device_};
}

at::Tensor take_rows(const at::Tensor& states, const std::vector<int64_t>& rows, int64_t new_time) {
  const int64_t features = states.size(2);
  const auto count = static_cast<int64_t>(rows.size());
  const at::Tensor index = integer_tensor(rows, {count}, states.device());
  return states.reshape({-1, features}).index_select(0, index).view({new_time, count / new_time, features});
}

}  // namespace sentiment
