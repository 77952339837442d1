// A network's parameters as tensors, by torch.nn's names.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/model_config.h"
#include "model/parameters.h"
#include "nn/recurrence.h"

namespace sentiment {

class NetworkParameters {
 public:
  /// Copies the values to `device`; the tensors require gradient if `trainable`.
  NetworkParameters(const ModelConfig& config, const Parameters& values, at::Device device, bool trainable);

  /// In the order of parameter_shapes; the first is the embedding.
  const std::vector<at::Tensor>& tensors() const { return tensors_; }
  const std::vector<std::string>& names() const { return names_; }

  const at::Tensor& embedding() const { return tensors_.front(); }
  /// It takes no gradient from now on.
  void freeze_embedding() { tensors_.front().set_requires_grad(false); }
  const at::Tensor& tensor(const std::string& name) const;
  /// Of one direction of a recurrent layer.
  RecurrentWeights recurrent(int64_t layer, bool reverse) const;

  /// A copy of the current values.
  Parameters values() const;
  /// Overwrites the values. Throws FormatError if their names or shapes are not the network's own.
  void set_values(const Parameters& values);

 private:
  RecurrentType type_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> tensors_;
};

}  // namespace sentiment
