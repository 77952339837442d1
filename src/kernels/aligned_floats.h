// An array of floats that starts on a cache line, so that a vector load never spans two.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace sentiment {

class AlignedFloats {
 public:
  AlignedFloats() = default;
  /// `count` zeros.
  explicit AlignedFloats(std::size_t count) : size_(count) {
    if (count == 0) return;
    values_.reset(new (std::align_val_t{kAlignment}) float[count]());
  }

  /// Grows to at least `count` floats; then all of them are zero.
  void reserve_zeroed(std::size_t count) {
    if (count > size_) *this = AlignedFloats(count);
  }

  std::size_t size() const { return size_; }
  float* data() { return values_.get(); }
  const float* data() const { return values_.get(); }

 private:
  static constexpr std::size_t kAlignment = 64;
  struct Delete {
    void operator()(float* values) const { ::operator delete[](values, std::align_val_t{kAlignment}); }
  };

  std::size_t size_ = 0;
  std::unique_ptr<float[], Delete> values_;
};

}  // namespace sentiment
