// What a file that is not a safetensors file looks like, so that a message can say it.
#pragma once

#include <string_view>

namespace sentiment {

/// "a ZIP archive (PyTorch's .pt files are)", from a file's first bytes; "" for none that we know.
std::string_view foreign_format(std::string_view first_bytes);

}  // namespace sentiment
