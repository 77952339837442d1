// The tensors of a checkpoint by what they are for: "optimizer.NAME", "average.NAME".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/parameters.h"

namespace sentiment {

void append_with_prefix(Parameters& out, std::string_view prefix, Parameters tensors);

/// Those whose names begin so, without it.
Parameters with_prefix(const Parameters& tensors, std::string_view prefix);

/// `tensors` in the order of `model`'s parameters: the file keeps them in an order of its own. Throws
/// FormatError if one is missing or has another shape.
Parameters in_order_of(const Parameters& model, const Parameters& tensors);

/// Appends the names of tensors with a prefix.
void append_names(std::vector<std::string>& out, std::string_view prefix, const Parameters& tensors);

/// Throws FormatError for a tensor of a checkpoint that is none of `known`, those that a run of this config
/// saves, or that holds what no arithmetic of a run that goes on gives: a moment may have grown beyond the
/// largest float, but is never NaN.
void expect_own_tensors(const std::vector<std::string>& known, const Parameters& tensors);

}  // namespace sentiment
