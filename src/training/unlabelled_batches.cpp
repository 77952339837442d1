#include "training/unlabelled_batches.h"

#include <utility>

#include "core/random.h"

namespace sentiment {

UnlabelledBatches::UnlabelledBatches(std::vector<int64_t> lengths, int64_t batch_size, uint64_t seed)
    : sampler_(std::move(lengths), batch_size, RandomStream(seed, RandomUse::kUnlabelledTexts).bits(0)) {}

const std::vector<int64_t>& UnlabelledBatches::rows(int64_t step) {
  const int64_t pass = step / sampler_.batch_count();
  if (pass != pass_) {
    batches_ = sampler_.batches(pass);
    pass_ = pass;
  }
  return batches_[static_cast<std::size_t>(step % sampler_.batch_count())];
}

}  // namespace sentiment
