#include "training/named_tensors.h"

#include <algorithm>

#include "core/concat.h"
#include "core/error.h"

namespace sentiment {

void append_with_prefix(Parameters& out, std::string_view prefix, Parameters tensors) {
  for (NamedTensor& tensor : tensors) {
    tensor.name = concat(prefix, tensor.name);
    out.push_back(std::move(tensor));
  }
}

Parameters with_prefix(const Parameters& tensors, std::string_view prefix) {
  Parameters found;
  for (const NamedTensor& tensor : tensors) {
    if (tensor.name.starts_with(prefix))
      found.push_back({tensor.name.substr(prefix.size()), tensor.shape, tensor.values});
  }
  return found;
}

Parameters in_order_of(const Parameters& model, const Parameters& tensors) {
  if (tensors.empty()) return {};
  Parameters ordered;
  for (const NamedTensor& parameter : model) {
    const auto same = [&](const NamedTensor& tensor) {
      return tensor.name == parameter.name && tensor.shape == parameter.shape;
    };
    const auto found = std::find_if(tensors.begin(), tensors.end(), same);
    if (found == tensors.end()) {
      throw FormatError(
          concat("checkpoint: the average of ", parameter.name, " is missing or has another shape"));
    }
    ordered.push_back(*found);
  }
  return ordered;
}

}  // namespace sentiment
