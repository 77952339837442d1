// A container: what the reader accepts, it reads within bounds, writes again, and reads the same.
#include <algorithm>

#include "fuzz/fuzz_target.h"
#include "model/safetensors.h"

namespace sentiment {
namespace {

void read_and_write(std::string_view bytes) {
  const SafetensorsFile file = parse_safetensors(bytes, "input");
  unsigned sum = 0;
  for (const TensorView& tensor : file.tensors) {
    for (const char byte : tensor.bytes) sum += static_cast<unsigned char>(byte);
  }
  const std::string again = to_safetensors(file.metadata, file.tensors);
  const SafetensorsFile second = parse_safetensors(again, "written");
  unsigned second_sum = 0;
  for (const TensorView& tensor : second.tensors) {
    for (const char byte : tensor.bytes) second_sum += static_cast<unsigned char>(byte);
    expect(file.find(tensor.name) != nullptr, "a tensor written was read before");
    expect(file.find(tensor.name)->bytes == tensor.bytes, "a tensor's bytes come back");
  }
  expect(sum == second_sum && second.tensors.size() == file.tensors.size(), "all tensors come back");
  expect(second.metadata == file.metadata, "the metadata comes back");
}

}  // namespace
}  // namespace sentiment

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  sentiment::answers([&] { sentiment::read_and_write(sentiment::as_text(data, size)); });
  return 0;
}
