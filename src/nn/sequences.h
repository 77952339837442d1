// Where the real tokens of a padded batch are. Batches are time-major: [time, batch, features], padded at the
// end.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace sentiment {

class Sequences {
 public:
  /// `lengths` in tokens, >= 0, one per review; `time` >= the longest.
  Sequences(std::vector<int64_t> lengths, int64_t time, at::Device device);

  const std::vector<int64_t>& lengths() const { return lengths_; }
  int64_t time() const { return time_; }
  int64_t batch() const { return static_cast<int64_t>(lengths_.size()); }
  at::Device device() const { return device_; }

  /// [time, batch, 1] bool: true on real tokens, and on each review's first `at_least` positions.
  at::Tensor mask(int64_t at_least = 0) const;
  /// [batch, 1] float: the lengths.
  at::Tensor length_column() const;

  /// [tokens] int64: the review that each real token is of, review by review.
  at::Tensor reviews_of_tokens() const;
  /// [time * batch] the number of the real token, review by review, at each place; `absent` where there is
  /// none.
  std::vector<int64_t> tokens_in_time(int64_t absent) const;

  /// Each review's real tokens in reverse order, padding where it was; applied twice it changes nothing.
  /// `states` and the result are [time, batch, features].
  at::Tensor reversed(const at::Tensor& states) const;

  /// The state at each review's last real token [batch, features]; the first row for an empty review.
  at::Tensor last(const at::Tensor& states) const;

  /// The reviews' first `limit` tokens.
  Sequences first(int64_t limit) const;

 private:
  std::vector<int64_t> lengths_;
  int64_t time_;
  at::Device device_;
};

/// Takes rows of [time, batch, features] by their numbers t * batch + b; the result is [new_time, batch,
/// features].
at::Tensor take_rows(const at::Tensor& states, const std::vector<int64_t>& rows, int64_t new_time);

}  // namespace sentiment
