// A model of twenty megabytes, cut short: cheaper by reading its file in one process than by starting a
// program a thousand times.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "core/random.h"
#include "model/tiny_model.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

// Rows: A9
TEST(CutModel, IsRefusedWhereverALargeFileEnds) {
  const std::string bytes = to_model_bytes(tiny_model({.embedding_size = 4096, .hidden_size = 160}));
  ASSERT_GT(bytes.size(), 20'000'000u);
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.write("cut.safetensors", bytes);
  EXPECT_NO_THROW(read_model(path));
  const RandomStream random(9, RandomUse::kBootstrap);
  std::vector<uint64_t> lengths = {bytes.size() - 1, 0, 1, 7, 8, 9};
  for (uint64_t draw = 0; draw < 1000; ++draw) lengths.push_back(random.below(draw, bytes.size()));
  std::sort(lengths.rbegin(), lengths.rend());
  for (const uint64_t length : lengths) {
    std::filesystem::resize_file(path, length);
    EXPECT_THROW(read_model(path), FormatError) << length;
  }
}

}  // namespace
}  // namespace sentiment
