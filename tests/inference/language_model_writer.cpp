// language_model_writer FOLDER: writes random language models of every shape, NAME.safetensors.
// language_model_writer FILE VOCABULARY EMBEDDING HIDDEN: writes one.
#include <cstdlib>
#include <filesystem>
#include <string>

#include "inference/random_language_model.h"

namespace sentiment {
namespace {

void write_all(const std::filesystem::path& folder) {
  uint64_t seed = 1;
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    for (const int64_t layers : {1, 2, 3}) {
      for (const bool residual : {false, true}) {
        for (const int64_t hidden : {20, 33}) {
          if (residual && layers == 1) continue;
          const PretrainedShape shape = {.type = type,
                                         .embedding_size = 20,
                                         .hidden_size = hidden,
                                         .layers = layers,
                                         .residual = residual};
          const std::string name = std::string(name_of(type)) + "_" + std::to_string(layers) +
                                   (residual ? "_residual_" : "_") + std::to_string(hidden);
          // With larger weights a tanh network is chaotic, which magnifies the rounding.
          write_pretrained(folder / (name + ".safetensors"), random_language_model(shape, 75, seed++, 0.25));
        }
      }
    }
  }
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  if (argc == 2) {
    sentiment::write_all(argv[1]);
    return 0;
  }
  if (argc != 5) return 2;
  const sentiment::PretrainedShape shape = {.embedding_size = std::atoll(argv[3]),
                                            .hidden_size = std::atoll(argv[4])};
  sentiment::write_pretrained(argv[1], sentiment::random_language_model(shape, std::atoll(argv[2]), 1, 0.1));
}
