#include "nn/network_parameters.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <stdexcept>

#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"
#include "model/batch_norm.h"
#include "model/safetensors.h"
#include "nn/tensors.h"

namespace sentiment {

NetworkParameters::NetworkParameters(const ModelConfig& config, const Parameters& values, at::Device device,
                                     bool trainable)
    : type_(config.type) {
  for (const NamedTensor& value : values) {
    names_.push_back(value.name);
    tensors_.push_back(
        to_tensor(value, device).set_requires_grad(trainable && !is_running_statistic(value.name)));
  }
}

const at::Tensor& NetworkParameters::tensor(const std::string& name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) throw std::logic_error(concat("the network has no parameter ", name));
  return tensors_[static_cast<std::size_t>(found - names_.begin())];
}

RecurrentWeights NetworkParameters::recurrent(int64_t layer, bool reverse) const {
  RecurrentWeights result;
  for (const char* kind : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"})
    result.push_back(tensor(concat(name_of(type_), ".", kind, "_l", layer, reverse ? "_reverse" : "")));
  return result;
}

Parameters NetworkParameters::values() const {
  Parameters values;
  for (std::size_t i = 0; i < tensors_.size(); ++i) values.push_back(to_named(names_[i], tensors_[i]));
  return values;
}

void NetworkParameters::set_values(const Parameters& values) {
  const c10::NoGradGuard no_gradient;
  if (values.size() != tensors_.size()) {
    throw FormatError(concat("expected ", tensors_.size(), " parameters, found ", values.size()));
  }
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    // copy_ would stretch a row over a matrix.
    if (values[i].name != names_[i] || at::IntArrayRef(values[i].shape) != tensors_[i].sizes()) {
      throw FormatError(concat("expected parameter ", names_[i], " ", shape_text(tensors_[i].sizes().vec()),
                               ", found ", quote(values[i].name), " ", shape_text(values[i].shape)));
    }
    tensors_[i].copy_(to_tensor(values[i], tensors_[i].device()));
  }
}

}  // namespace sentiment
