#include "training/provenance.h"

#include <torch/version.h>

#include <ctime>

#include "core/cpu_features.h"

namespace sentiment {

Json environment_of(const TrainerConfig& config, int threads) {
  Json environment = {{"libtorch", TORCH_VERSION},
                      {"processor", processor_name()},
                      {"instruction_set", std::string(name_of(instruction_set()))},
                      {"device", config.device},
                      {"backend", config.fused() ? "fused" : "torch"}};
  if (!config.fused()) environment["threads"] = threads;
  if (config.device != "cpu") environment["float32_products"] = "tf32";  // as use_device sets it
  return environment;
}

Json data_hashes_of(const Corpus& corpus, const std::optional<std::string>& pretrained_hash) {
  Json hashes = {{"train", corpus.train.hash}, {"valid", corpus.valid.hash}};
  if (corpus.test) hashes["test"] = corpus.test->hash;
  if (corpus.unlabelled) hashes["unlabelled"] = corpus.unlabelled->hash;
  if (pretrained_hash) hashes["initialize_from"] = *pretrained_hash;
  return hashes;
}

Json data_hashes_of(const TextCorpus& corpus) {
  return {{"train", corpus.train.hash}, {"valid", corpus.valid.hash}};
}

Json text_counts_of(const TextCorpus& corpus) {
  const auto counts = [](const TextPart& part) -> Json {
    return {{"texts", part.texts.size()},
            {"tokens", part.texts.tokens()},
            {"unknown_tokens", part.unknown_tokens}};
  };
  Json skipped = Json::object();
  for (const auto& [reason, count] : corpus.rows.skipped) skipped[reason] = count;
  return {{"read", corpus.rows.read},
          {"used", corpus.rows.used},
          {"skipped", skipped},
          {"train", counts(corpus.train)},
          {"valid", counts(corpus.valid)},
          {"vocabulary", corpus.vocabulary.size()},
          {"distinct_tokens", corpus.distinct_tokens}};
}

std::string utc_now() {
  char text[32];
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace sentiment
