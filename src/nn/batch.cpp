#include "nn/batch.h"

#include <ATen/ops/cat.h>
#include <c10/core/GradMode.h>

#include <algorithm>

#include "nn/tensors.h"

namespace sentiment {
namespace {

// libtorch's CPU kernels are prepared for one shape and kept: without rounding, nearly every batch has a new
// one, which costs time and, over an epoch of IMDB, 2 GB.
constexpr int64_t kTimeMultiple = 16;

/// Gives every token id that occurs a number, in the order of first occurrence.
class WordNumbers {
 public:
  /// Goes on from `words`, each of which occurs once.
  explicit WordNumbers(std::vector<int64_t>& words) : words_(words) {
    for (std::size_t i = 0; i < words.size(); ++i) at(words[i]) = static_cast<int32_t>(i);
  }

  int32_t number_of(TokenId id) {
    int32_t& number = at(id);
    if (number < 0) {
      number = static_cast<int32_t>(words_.size());
      words_.push_back(id);
    }
    return number;
  }

 private:
  int32_t& at(int64_t id) {
    const auto i = static_cast<std::size_t>(id);
    if (i >= numbers_.size()) numbers_.resize(i + 1, -1);
    return numbers_[i];
  }

  std::vector<int64_t>& words_;
  std::vector<int32_t> numbers_;  // by token id; -1: not seen
};

}  // namespace

at::Tensor Batch::padded_slots() const {
  std::vector<int64_t> padded = sequences.tokens_in_time(-1);
  for (int64_t& place : padded) place = place < 0 ? 0 : slots[static_cast<std::size_t>(place)];
  return integer_tensor(padded, {sequences.time(), sequences.batch()}, sequences.device());
}

Batch make_batch(const Dataset& data, const std::vector<int64_t>& rows, at::Device device, bool backward) {
  std::vector<int64_t> words;
  std::vector<int32_t> slots;
  std::vector<int64_t> lengths;
  std::vector<int64_t> labels;
  WordNumbers numbers(words);
  numbers.number_of(Vocabulary::kPadId);
  int64_t time = 1;
  for (const int64_t row : rows) {
    const auto ids = data.ids(static_cast<std::size_t>(row));
    for (const TokenId id : ids) slots.push_back(numbers.number_of(id));
    if (backward) std::reverse(slots.end() - static_cast<std::ptrdiff_t>(ids.size()), slots.end());
    lengths.push_back(static_cast<int64_t>(ids.size()));
    time = std::max(time, lengths.back());
    labels.push_back(data.label(static_cast<std::size_t>(row)));
  }
  time = (time + kTimeMultiple - 1) / kTimeMultiple * kTimeMultiple;
  const auto tokens = static_cast<int64_t>(slots.size());
  return {std::move(words), std::move(slots),
          integer_tensor(labels, {static_cast<int64_t>(rows.size())}, device),
          Sequences(std::move(lengths), time, device), tokens};
}

void drop_words(Batch& batch, double probability, const RandomStream& stream) {
  if (probability <= 0.0) return;
  const auto found = std::find(batch.words.begin(), batch.words.end(), Vocabulary::kUnknownId);
  const auto unknown = static_cast<int32_t>(found - batch.words.begin());
  if (found == batch.words.end()) batch.words.push_back(Vocabulary::kUnknownId);
  for (std::size_t token = 0; token < batch.slots.size(); ++token) {
    if (stream.uniform(token) < probability) batch.slots[token] = unknown;
  }
}

void add_words(Batch& batch, const Batch& other) {
  if (!other.embedded_words.requires_grad() || !other.embedded_words.grad().defined()) return;
  const c10::NoGradGuard no_gradient;
  WordNumbers numbers(batch.words);
  std::vector<int64_t> rows;
  for (const int64_t word : other.words) rows.push_back(numbers.number_of(static_cast<TokenId>(word)));
  const int64_t known = batch.embedded_words.size(0);
  const int64_t added = static_cast<int64_t>(batch.words.size()) - known;
  const auto grown = [&](const at::Tensor& tensor) {
    return at::cat({tensor, tensor.new_zeros({added, tensor.size(1)})}, 0);
  };
  at::Tensor gradient = grown(batch.embedded_words.grad());
  gradient.index_add_(0, integer_tensor(rows, {static_cast<int64_t>(rows.size())}, gradient.device()),
                      other.embedded_words.grad());
  batch.embedded_words = grown(batch.embedded_words.detach()).set_requires_grad(true);
  batch.embedded_words.mutable_grad() = gradient;
}

}  // namespace sentiment
