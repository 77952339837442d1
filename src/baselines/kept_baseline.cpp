#include "baselines/kept_baseline.h"

#include <fmt/format.h>

#include "baselines/ngram_baseline.h"
#include "core/error.h"
#include "core/log.h"

namespace sentiment {
namespace {

std::optional<NgramBaseline> kept_at(const std::filesystem::path& path, const Corpus& corpus) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::nullopt;
  try {
    return NgramBaseline::read(path, corpus.labels, corpus.vocabulary);
  } catch (const FormatError& error) {
    log_warning(fmt::format("{} (fitted again)", error.what()));
    return std::nullopt;
  }
}

}  // namespace

std::optional<double> keep_baseline(const std::filesystem::path& path, const BaselineConfig& config,
                                    const Corpus& corpus, uint64_t seed, ThreadPool& pool) {
  if (config.type == BaselineType::kNone) return std::nullopt;
  if (const std::optional<NgramBaseline> kept = kept_at(path, corpus))
    return kept->accuracy(corpus.valid.examples, pool);
  NgramBaseline baseline =
      NgramBaseline::fit(corpus.train.examples, corpus.labels.size(), config, seed, pool);
  baseline.fit_temperature(corpus.valid.examples, pool);
  baseline.write(path, corpus.labels, corpus.vocabulary);
  const double accuracy = baseline.accuracy(corpus.valid.examples, pool);
  log_info(
      fmt::format("n-gram baseline: {} n-grams of {} training texts; accuracy {:.4f} on the validation part",
                  baseline.ngrams(), baseline.fitted_examples(), accuracy));
  return accuracy;
}

}  // namespace sentiment
