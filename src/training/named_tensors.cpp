#include "training/named_tensors.h"

#include <algorithm>
#include <cmath>

#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"

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

void append_names(std::vector<std::string>& out, std::string_view prefix, const Parameters& tensors) {
  for (const NamedTensor& tensor : tensors) out.push_back(concat(prefix, tensor.name));
}

void expect_own_tensors(const std::vector<std::string>& known, const Parameters& tensors) {
  for (const NamedTensor& tensor : tensors) {
    if (std::find(known.begin(), known.end(), tensor.name) == known.end())
      throw FormatError(concat("checkpoint: the run has no tensor ", quote(tensor.name)));
    if (std::any_of(tensor.values.begin(), tensor.values.end(),
                    [](float value) { return std::isnan(value); })) {
      throw FormatError(concat("checkpoint: tensor ", quote(tensor.name), ": expected numbers, found NaN"));
    }
  }
}

}  // namespace sentiment
