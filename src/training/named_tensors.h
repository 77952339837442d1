// The tensors of a checkpoint by what they are for: "optimizer.NAME", "average.NAME".
#pragma once

#include <string_view>

#include "model/parameters.h"

namespace sentiment {

void append_with_prefix(Parameters& out, std::string_view prefix, Parameters tensors);

/// Those whose names begin so, without it.
Parameters with_prefix(const Parameters& tensors, std::string_view prefix);

/// `tensors` in the order of `model`'s parameters: the file keeps them in an order of its own. Throws
/// FormatError if one is missing or has another shape.
Parameters in_order_of(const Parameters& model, const Parameters& tensors);

}  // namespace sentiment
