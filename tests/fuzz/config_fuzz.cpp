// An experiment's config: what is accepted is written in full and means the same when it is read again.
#include "config/experiment_config.h"
#include "fuzz/fuzz_target.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

void read_and_write(std::string_view text) {
  const std::string written = dump_json(to_json(parse_experiment(text, "input", "/")));
  const std::string second = dump_json(to_json(parse_experiment(written, "written", "/")));
  expect(written == second, "a config comes back");
}

}  // namespace
}  // namespace sentiment

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  sentiment::answers([&] { sentiment::read_and_write(sentiment::as_text(data, size)); });
  return 0;
}
