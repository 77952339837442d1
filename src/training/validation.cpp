#include "training/validation.h"

#include <ATen/ops/log_softmax.h>
#include <c10/core/GradMode.h>

#include "data/batch_sampler.h"

namespace sentiment {
namespace {

constexpr int64_t kBatchSize = 64;

}  // namespace

double Validation::accuracy() const {
  return static_cast<double>(confusion.correct()) / static_cast<double>(confusion.total());
}

double Validation::value_of(ValidationMetric metric) const {
  switch (metric) {
    case ValidationMetric::kLoss:
      return loss;
    case ValidationMetric::kMacroF1:
      return macro_f1(confusion);
    default:
      return accuracy();
  }
}

Validation validate(const Network& network, const Dataset& data, int64_t classes) {
  const c10::NoGradGuard no_gradient;
  Validation result{.loss = 0.0, .confusion = ConfusionMatrix(static_cast<std::size_t>(classes))};
  for (const std::vector<int64_t>& rows : sorted_batches(data.lengths(), kBatchSize)) {
    const Batch batch = make_batch(data, rows, network.device(), network.config().reads_backward());
    const at::Tensor logits = network.logits(batch, nullptr, std::nullopt);
    const at::Tensor scores = at::log_softmax(logits.to(at::kCPU).to(at::kDouble), 1).contiguous();
    const at::Tensor predicted = scores.argmax(1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const int32_t label = data.label(static_cast<std::size_t>(rows[i]));
      const auto row = static_cast<int64_t>(i);
      result.loss -= scores.const_data_ptr<double>()[row * classes + label];
      result.confusion.add(static_cast<std::size_t>(label),
                           static_cast<std::size_t>(predicted.const_data_ptr<int64_t>()[row]));
    }
  }
  result.loss /= static_cast<double>(data.size());
  return result;
}

}  // namespace sentiment
