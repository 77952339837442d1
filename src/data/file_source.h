// Bytes of a file or an open descriptor.
#pragma once

#include <memory>
#include <string>

#include "data/byte_source.h"

namespace sentiment {

/// Reads a descriptor that stays the caller's to close. `name` is for messages.
class DescriptorSource : public ByteSource {
 public:
  DescriptorSource(int descriptor, std::string name);
  std::size_t read(std::span<char> out) override;

 private:
  int descriptor_;
  std::string name_;
};

/// The bytes of a file as they are. Throws Error if there is none or it is a folder.
std::unique_ptr<ByteSource> open_file(const std::string& path);

}  // namespace sentiment
