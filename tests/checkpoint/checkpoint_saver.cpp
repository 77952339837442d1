// Saves and reads checkpoints as a training run does, in milliseconds: what save_test.py kills, and fails, at
// every call.
//
//   checkpoint_saver save RUN STEP KEEP LIFE [FLOATS]   LIFE tells two checkpoints of one step apart
//   checkpoint_saver verify RUN                         prints "STEP HASH" of the newest sound one, or "none"
#include <cstdio>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint/checkpoint.h"
#include "checkpoint/run_directory.h"
#include "core/concat.h"
#include "core/hash.h"

namespace sentiment {
namespace {

Checkpoint checkpoint_of(int64_t step, int64_t life, int64_t floats) {
  Model model;
  model.config.embedding_size = 2;
  model.config.hidden_size = 2;
  model.vocabulary = Vocabulary({"good", "bad"});
  model.labels = {"neg", "pos"};
  model.parameters = initial_parameters(model.config, 4, 2, 1);
  const std::vector<float> values(static_cast<std::size_t>(floats), static_cast<float>(life));
  return {.step = step,
          .model = std::move(model),
          .tensors = {{"average.w", {floats}, values}},
          .state = {{"step", step}, {"life", life}}};
}

std::string description_of(const std::optional<Checkpoint>& checkpoint) {
  if (!checkpoint) return "none";
  Sha256 hash;
  hash.update(to_model_bytes(checkpoint->model));
  for (const NamedTensor& tensor : checkpoint->tensors) {
    hash.update({reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float)});
  }
  hash.update(dump_json(checkpoint->state));
  return concat(checkpoint->step, " ", hash.hex());
}

void run(std::span<char* const> arguments) {
  const std::string command = arguments[1];
  RunDirectory directory(arguments[2]);
  if (command == "save") {
    directory.claim();
    directory.remove_leftovers();
    const int64_t floats = arguments.size() > 6 ? std::stoll(arguments[6]) : 100;
    const Checkpoint checkpoint = checkpoint_of(std::stoll(arguments[3]), std::stoll(arguments[5]), floats);
    write_checkpoint(directory.checkpoints(), checkpoint, std::stoll(arguments[4]));
  } else {
    std::puts(description_of(read_newest_checkpoint(directory.checkpoints())).c_str());
  }
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  try {
    sentiment::run({argv, static_cast<std::size_t>(argc)});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
