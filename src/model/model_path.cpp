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
    const bool has_runs = std::filesystem::exists(path / "run-1", error);
    throw Error(fmt::format("{}: expected a run folder with {} in it, found {}", printable(path.native()),
                            kFileName,
                            has_runs ? "that of several runs; name one of them, such as its run-1"
                                     : "none; a run writes it after its first validation"));
  }
  if (!std::filesystem::exists(path, error) && !error) {
    throw Error(fmt::format("{}: expected a model file or a run folder, found nothing there; check the path",
                            printable(path.native())));
  }
  return path;
}

}  // namespace sentiment
