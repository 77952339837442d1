#include "model/model_path.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {

std::filesystem::path model_file_at(const std::filesystem::path& path) {
  constexpr const char* kFileName = "model.safetensors";
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    const std::filesystem::path file = path / kFileName;
    if (std::filesystem::exists(file, error)) return file;
    throw Error(
        fmt::format("{}: expected a run folder with {} in it, found none; a run writes it after its first "
                    "validation",
                    printable(path.native()), kFileName));
  }
  if (!std::filesystem::exists(path, error) && !error) {
    throw Error(fmt::format("{}: expected a model file or a run folder, found nothing there; check the path",
                            printable(path.native())));
  }
  return path;
}

}  // namespace sentiment
