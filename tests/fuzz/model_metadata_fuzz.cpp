// A model's metadata: config, labels and golden sentences, separated by zero bytes.
#include "fuzz/fuzz_target.h"
#include "model/model_metadata.h"

namespace sentiment {
namespace {

std::map<std::string, std::string> metadata_of(std::string_view text) {
  std::map<std::string, std::string> metadata = {{"format", "sentiment"}, {"format_version", "1"}};
  for (const char* key : {"config", "labels", "golden"}) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    metadata[key] = std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  metadata["content_hash"] = content_hash(metadata, std::vector<TensorView>{});
  return metadata;
}

void read_and_write(std::string_view text) {
  const ModelMetadata model = from_metadata(metadata_of(text), "input");
  expect(model.labels.size() >= 2, "a model has two labels");
  std::map<std::string, std::string> written = to_metadata(model);
  written["content_hash"] = content_hash(written, std::vector<TensorView>{});
  const auto second = to_metadata(from_metadata(written, "written"));
  written.erase("content_hash");
  expect(second == written, "metadata comes back");
}

}  // namespace
}  // namespace sentiment

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  sentiment::answers([&] { sentiment::read_and_write(sentiment::as_text(data, size)); });
  return 0;
}
