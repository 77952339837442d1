// Where the model is in what a user gave.
#pragma once

#include <filesystem>

namespace sentiment {

/// A model file as it is, of a run directory its model.safetensors. Throws Error if there is none.
std::filesystem::path model_file_at(const std::filesystem::path& path);

}  // namespace sentiment
