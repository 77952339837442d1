// Files of word vectors. The first byte of an input chooses how many numbers a vector has.
#include <cmath>
#include <string>
#include <vector>

#include "core/quote.h"
#include "data/memory_source.h"
#include "data/vector_file.h"
#include "fuzz/fuzz_target.h"

namespace sentiment {
namespace {

struct ReadVectors {
  std::vector<std::string> rows;
  bool ended = false;  // rather than in an error
};

ReadVectors read_vectors(std::string_view bytes, int64_t size, std::size_t piece) {
  ReadVectors read;
  read.ended = answers([&] {
    const auto file = open_vectors(in_memory(std::string(bytes), piece), "input", size);
    for (VectorRow row; file->next(row);) {
      read.rows.push_back(file->place() + std::string(row.fault));
      if (!row.fault.empty()) continue;
      expect(is_valid_utf8(row.token), "a token is UTF-8");
      expect(row.numbers.size() == static_cast<std::size_t>(size), "a vector has the size asked for");
      for (const float number : row.numbers) expect(std::isfinite(number), "numbers are finite");
      read.rows.back() += row.token;
    }
  });
  return read;
}

}  // namespace
}  // namespace sentiment

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  using namespace sentiment;
  std::string_view bytes = as_text(data, size);
  const auto numbers = static_cast<int64_t>(1 + take_choice(bytes) % 5);
  const ReadVectors whole = read_vectors(bytes, numbers, 1 << 16);
  const ReadVectors piecewise = read_vectors(bytes, numbers, 1);
  expect(whole.ended == piecewise.ended && whole.rows == piecewise.rows, "vectors do not depend on pieces");
  return 0;
}
