// export_runner FOLDER: writes an ONNX graph of every shape a model can have, NAME.onnx, and for each a line
// on standard output: {"name", "labels", "texts": token ids, "probabilities": what our own reader makes of
// them}.
#include <cstdio>
#include <string>

#include "core/files.h"
#include "core/thread_pool.h"
#include "inference/classifier.h"
#include "json/strict_json.h"
#include "report/onnx_export.h"
#include "report/random_model.h"

namespace sentiment {
namespace {

const std::vector<std::pair<const char*, Pooling>> kPoolings = {{"last", Pooling::kLast},
                                                                {"mean", Pooling::kMean},
                                                                {"max", Pooling::kMax},
                                                                {"max_mean", Pooling::kMaxMean},
                                                                {"last_max_mean", Pooling::kLastMaxMean},
                                                                {"attention", Pooling::kAttention}};

/// Of lengths 0, 1, 2 and more, the longest not the last.
std::vector<std::vector<TokenId>> texts() {
  const RandomStream random(5, RandomUse::kBootstrap);
  std::vector<std::vector<TokenId>> all;
  uint64_t draw = 0;
  for (const std::size_t length : {3, 41, 1, 0, 2, 17}) {
    std::vector<TokenId> ids(length);
    for (TokenId& id : ids) id = static_cast<TokenId>(random.below(draw++, kRandomModelTokens));
    all.push_back(ids);
  }
  return all;
}

void export_shape(const std::filesystem::path& folder, const std::string& name, const ModelConfig& config,
                  int64_t classes, uint64_t seed) {
  Model model = random_model(config, classes, seed);
  replace_file(folder / (name + ".onnx"), to_onnx(model));
  const std::vector<std::vector<TokenId>> read = texts();
  Json line = {{"name", name}, {"labels", model.labels}, {"texts", read}};
  ThreadPool pool(1);
  const std::vector<TokenIds> ids(read.begin(), read.end());
  line["probabilities"] = Classifier(std::move(model)).classify_ids(ids, pool);
  std::puts(dump_json(line).c_str());
}

void export_all(const std::filesystem::path& folder) {
  uint64_t seed = 0;
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    for (const std::string reading : {"forward", "backward", "both"}) {
      for (const char* depth : {"one", "two", "residual"}) {
        for (const auto& [pooling_name, pooling] : kPoolings) {
          const ModelConfig config = {
              .type = type,
              .embedding_size = 5,
              .hidden_size = 7,
              .layers = std::string(depth) == "one" ? 1 : 2,
              .bidirectional = reading == "both",
              .direction = reading == "backward" ? ReadingDirection::kBackward : ReadingDirection::kForward,
              .residual = std::string(depth) == "residual",
              .pooling = pooling,
              .head_hidden_size = seed % 3 == 0 ? std::optional<int64_t>(6) : std::nullopt,
              .head_batch_norm = seed % 5 == 0};
          const std::string name =
              std::string(name_of(type)) + "_" + reading + "_" + depth + "_" + pooling_name;
          export_shape(folder, name, config, seed % 2 == 0 ? 2 : 5, seed);
          ++seed;
        }
        ++seed;  // so that classes alternate with the poolings of the next
      }
    }
  }
}

}  // namespace
}  // namespace sentiment

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  sentiment::export_all(argv[1]);
}
