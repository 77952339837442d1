#include "model/safetensors_source.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr uint64_t kFirstBytes = 32;  // enough to tell what a file is

SafetensorsHeader read_header(const InputFile& file, const std::string& name) {
  std::string bytes(std::min(file.size(), kFirstBytes), '\0');
  file.read(0, bytes);
  const auto size = static_cast<std::size_t>(safetensors_header_size(bytes, file.size(), name));
  const std::size_t known = bytes.size();
  bytes.resize(std::max(known, size));
  file.read(known, std::span(bytes).subspan(known));
  return parse_safetensors_header(bytes, file.size(), name);
}

}  // namespace

SafetensorsSource::SafetensorsSource(const std::filesystem::path& path)
    : name_(path.native()), file_(path), header_(read_header(*file_, name_)) {}

SafetensorsSource::SafetensorsSource(std::string_view bytes, const std::string& name)
    : name_(name), bytes_(bytes), header_(parse_safetensors_header(bytes, bytes.size(), name)) {}

void SafetensorsSource::read(const TensorEntry& tensor, uint64_t at, std::span<char> out) const {
  if (file_) {
    file_->read(tensor.begin + at, out);
  } else {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(tensor.begin + at), out.size(), out.begin());
  }
}

}  // namespace sentiment
