// Reads texts with recurrent layers for a judge in another language: layers on standard input, states on
// standard output, both in binary, little-endian, one layer after the other until the input ends.
//
// in   int32    cell (0 lstm, 1 gru, 2 rnn), I, H, D, B
//      int32    [B] tokens of each text
//      float32  for each direction, as torch.nn names and orders them: weight_ih [G * H, I],
//               weight_hh [G * H, H], bias_ih [G * H], bias_hh [G * H]
//      float32  [tokens, I] what the texts' tokens are, text by text
// out  float32  [tokens, D * H] states
//      float32  [B, D * H] the state each direction ends with
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "kernels/reading_layer.h"

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

template <class Value>
std::vector<Value> read(int64_t count) {
  std::vector<Value> values(size(count));
  const std::size_t found = std::fread(values.data(), sizeof(Value), values.size(), stdin);
  if (found != values.size())
    throw std::runtime_error(fmt::format("standard input: expected {} more numbers, found {}", count, found));
  return values;
}

void write(const std::vector<float>& values) {
  if (std::fwrite(values.data(), sizeof(float), values.size(), stdout) != values.size())
    throw std::runtime_error("standard output: cannot be written");
}

void run_layer(const std::array<int32_t, 5>& shape) {
  const auto type = static_cast<CellType>(shape[0]);
  const int64_t I = shape[1];
  const int64_t H = shape[2];
  const int64_t D = shape[3];
  const std::vector<int32_t> lengths = read<int32_t>(shape[4]);
  std::vector<std::vector<float>> parameters;
  std::vector<CellParameters<float>> sides;
  for (int64_t d = 0; d < D; ++d) {
    const int64_t gates = gates_of(type) * H;
    for (const int64_t count : {gates * I, gates * H, gates, gates}) parameters.push_back(read<float>(count));
    const std::vector<float>* own = &parameters[size(4 * d)];
    sides.push_back({own[0].data(), own[1].data(), own[2].data(), own[3].data()});
  }
  const ReadingLayer layer(type, I, H, sides, instruction_set());

  const StepOrder texts({lengths.begin(), lengths.end()}, 16);
  const std::vector<float> inputs = read<float>(texts.tokens() * I);
  std::vector<float> projected(size(texts.tokens() * layer.projected_size()));
  layer.project(texts.tokens(), inputs.data(), projected.data());
  std::vector<const float*> rows;
  for (int64_t token = 0; token < texts.tokens(); ++token)
    rows.push_back(projected.data() + token * layer.projected_size());
  std::vector<float> states(size(texts.tokens() * D * H));
  std::vector<float> last(size(texts.texts() * D * H));
  ReadingScratch<float> scratch;
  layer.read({&texts, rows.data(), states.data(), last.data()}, scratch);
  write(states);
  write(last);
}

}  // namespace
}  // namespace sentiment

int main() {
  try {
    std::array<int32_t, 5> shape{};
    while (const std::size_t bytes = std::fread(shape.data(), 1, sizeof shape, stdin)) {
      if (bytes != sizeof shape) throw std::runtime_error("standard input: ends within a layer's shape");
      sentiment::run_layer(shape);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 1;
  }
}
