// Rows of JSONL.
#include "data/jsonl_reader.h"
#include "fuzz/record_properties.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  using namespace sentiment;
  expect_same_rows(as_text(data, size), [](std::unique_ptr<ByteSource> bytes, const RowFormat& format) {
    return std::make_unique<JsonlReader>(std::move(bytes), SourceName{"input", "input"}, format,
                                         Wanted::kTextAndLabel);
  });
  return 0;
}
