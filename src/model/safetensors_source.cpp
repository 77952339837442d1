#include "model/safetensors_source.h"

#include <algorithm>
#include <utility>

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

SafetensorsSource::SafetensorsSource(const SafetensorsSource& whole, std::string name,
                                     SafetensorsHeader header)
    : name_(std::move(name)), whole_(&whole), header_(std::move(header)) {}

SafetensorsSource SafetensorsSource::part(const std::string& prefix) const {
  SafetensorsHeader own;
  for (const auto& [key, value] : header_.metadata) {
    if (key.starts_with(prefix)) own.metadata.emplace(key.substr(prefix.size()), value);
  }
  for (const TensorEntry& tensor : header_.tensors) {
    if (!tensor.name.starts_with(prefix)) continue;
    own.tensors.push_back(tensor);
    own.tensors.back().name.erase(0, prefix.size());
  }
  return {*this, name_ + ", " + prefix.substr(0, prefix.find_last_not_of('.') + 1), std::move(own)};
}

uint64_t SafetensorsSource::file_size() const {
  if (whole_ != nullptr) return whole_->file_size();
  return file_ ? file_->size() : bytes_.size();
}

void SafetensorsSource::read(const TensorEntry& tensor, uint64_t at, std::span<char> out) const {
  if (whole_ != nullptr) {
    whole_->read(tensor, at, out);
  } else if (file_) {
    file_->read(tensor.begin + at, out);
  } else {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(tensor.begin + at), out.size(), out.begin());
  }
}

}  // namespace sentiment
