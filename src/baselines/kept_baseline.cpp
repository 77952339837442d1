#include "baselines/kept_baseline.h"

#include <fmt/format.h>

#include "baselines/ngram_baseline.h"
#include "core/error.h"
#include "core/log.h"

namespace sentiment {
namespace {

bool holds_baseline(const std::filesystem::path& path, const Corpus& corpus) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return false;
  try {
    NgramBaseline::read(path, corpus.labels, corpus.vocabulary);
    return true;
  } catch (const FormatError& error) {
    log_warning(fmt::format("{} (fitted again)", error.what()));
    return false;
  }
}

}  // namespace

void keep_baseline(const std::filesystem::path& path, const BaselineConfig& config, const Corpus& corpus,
                   uint64_t seed, ThreadPool& pool) {
  if (config.type == BaselineType::kNone || holds_baseline(path, corpus)) return;
  NgramBaseline baseline =
      NgramBaseline::fit(corpus.train.examples, corpus.labels.size(), config, seed, pool);
  baseline.fit_temperature(corpus.valid.examples, pool);
  baseline.write(path, corpus.labels, corpus.vocabulary);
  log_info(fmt::format(
      "n-gram baseline: {} n-grams of {} training texts; accuracy {:.4f} on the validation part",
      baseline.ngrams(), baseline.fitted_examples(), baseline.accuracy(corpus.valid.examples, pool)));
}

}  // namespace sentiment
