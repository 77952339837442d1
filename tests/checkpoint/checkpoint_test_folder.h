// A folder of small checkpoints, and ways to harm them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "checkpoint/checkpoint.h"
#include "support/temporary_folder.h"

namespace sentiment {

inline constexpr const char* kCheckpointFiles[] = {"model.safetensors", "training.safetensors", "state.json",
                                                   "manifest.json"};

inline Model small_model() {
  Model model;
  model.config.embedding_size = 2;
  model.config.hidden_size = 2;
  model.vocabulary = Vocabulary({"good", "bad"});
  model.labels = {"neg", "pos"};
  model.parameters = initial_parameters(model.config, 4, 2, 1);
  return model;
}

/// `life` tells two checkpoints of one step apart.
inline Checkpoint at_step(int64_t step, int64_t life = 1) {
  return {.step = step,
          .model = small_model(),
          .tensors = {{"optimizer.exp_avg.w", {2}, {1.5F, -0.0F}},
                      {"average.w", {1}, {static_cast<float>(step)}}},
          .state = {{"step", step}, {"life", life}}};
}

class CheckpointTest : public testing::Test {
 protected:
  std::filesystem::path checkpoints() const { return folder_.path() / "checkpoints"; }
  void write(int64_t step, int64_t keep = 10, int64_t life = 1) const {
    write_checkpoint(checkpoints(), at_step(step, life), keep);
  }

  /// The step that reading gives; -1 if there is none.
  int64_t newest() const {
    const std::optional<Checkpoint> found = read_newest_checkpoint(checkpoints());
    return found ? found->step : -1;
  }
  int64_t newest_life() const {
    return read_newest_checkpoint(checkpoints())->state.at("life").get<int64_t>();
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(checkpoints()))
      found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }

  std::string read(const std::string& file) const { return folder_.read("checkpoints/" + file); }
  void replace(const std::string& file, const std::string& bytes) const {
    folder_.write("checkpoints/" + file, bytes);
  }
  /// In place: a file that was truncated first would be flushed to the disk, thousands of times.
  void flip(const std::string& file, std::size_t bit) const {
    std::fstream bytes(checkpoints() / file, std::ios::in | std::ios::out | std::ios::binary);
    const auto at = static_cast<std::streamoff>(bit / 8);
    const int byte = bytes.seekg(at).get();
    bytes.seekp(at).put(static_cast<char>(byte ^ (1 << bit % 8)));
  }
  void damage(const std::string& file) const { flip(file, read(file).size() / 2 * 8); }

  TemporaryFolder folder_;
};

}  // namespace sentiment
