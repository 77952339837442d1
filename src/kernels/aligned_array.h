// Memory for vectors: starts on a cache line, and on a huge page where there is enough of it.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace sentiment {

template <class Real>
class AlignedArray {
 public:
  AlignedArray() = default;
  /// `count` zeros.
  explicit AlignedArray(std::size_t count) {
    grow(count);
    std::fill_n(data(), count, Real{0});
  }

  /// Room for `count` numbers. What was in it is lost if it was too small; new numbers are undefined.
  void grow(std::size_t count) {
    if (count <= size_) return;
    values_.reset();
    const std::size_t bytes = (count * sizeof(Real) + kLine - 1) / kLine * kLine;
    const std::size_t alignment = bytes >= 2 * kHugePage ? kHugePage : kLine;
    values_ =
        Values(static_cast<Real*>(::operator new (bytes, std::align_val_t{alignment})), Delete{alignment});
    // Arrays of many megabytes are read in strides of kilobytes: with small pages every read misses the
    // processor's table of them. It is only advice, so a refusal does not matter.
    if (alignment == kHugePage) ::madvise(values_.get(), bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
    size_ = count;
  }

  std::size_t size() const { return size_; }
  Real* data() { return values_.get(); }
  const Real* data() const { return values_.get(); }
  /// data() + offset; null if there is no memory.
  Real* at(std::size_t offset) { return size_ == 0 ? nullptr : data() + offset; }

 private:
  static constexpr std::size_t kLine = 64;
  static constexpr std::size_t kHugePage = std::size_t{2} << 20;
  struct Delete {
    std::size_t alignment = kLine;
    void operator()(Real* values) const { ::operator delete (values, std::align_val_t{alignment}); }
  };
  using Values = std::unique_ptr<Real[], Delete>;

  std::size_t size_ = 0;
  Values values_;
};

}  // namespace sentiment
