// Names of an archive's entries: none leads out of it.
#include "data/archive_file.h"
#include "fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  using namespace sentiment;
  const std::string name = normalised_entry_name(as_text(data, size));
  expect(name.empty() || (name.front() != '/' && name.back() != '/'), "a name has no slash at its ends");
  expect(name.find("//") == std::string::npos, "a name has no empty part");
  expect(name != "." && !name.starts_with("./") && name.find("/./") == std::string::npos &&
             !name.ends_with("/."),
         "a name has no part that means here");
  expect(normalised_entry_name(name) == name, "a normalised name is normal");
  return 0;
}
