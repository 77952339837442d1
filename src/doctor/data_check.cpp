#include "doctor/data_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "config/pretrained_start.h"
#include "core/log.h"
#include "core/quote.h"
#include "data/word_vectors.h"
#include "doctor/corpus_verdicts.h"
#include "doctor/similar_labels.h"
#include "doctor/text_verdicts.h"
#include "doctor/tolerant_corpus.h"

namespace sentiment {
namespace {

constexpr double kMinVectors = 0.1;  // below, the file is one of another language or kind
constexpr double kNotedVectors = 0.5;
constexpr std::size_t kMissingShown = 10;

VectorCoverage measure_vectors(const ExperimentConfig& config, const Corpus& corpus) {
  const Vocabulary& vocabulary = corpus.vocabulary;
  const WordVectors vectors =
      read_word_vectors(*config.vocabulary.vectors, vocabulary, config.model.embedding_size);
  VectorCoverage coverage;
  coverage.found = vectors.found_count;
  coverage.tokens = static_cast<int64_t>(vocabulary.size() - Vocabulary::kSpecialTokens);
  coverage.of_text = coverage_of(corpus.train.examples, vectors).share();
  // The vocabulary is in order of frequency.
  for (std::size_t id = Vocabulary::kSpecialTokens; id < vocabulary.size(); ++id) {
    if (coverage.missing.size() == kMissingShown) break;
    if (!vectors.found[id]) coverage.missing.emplace_back(vocabulary.token(static_cast<TokenId>(id)));
  }
  return coverage;
}

void append(std::vector<Verdict> more, std::vector<Verdict>& verdicts) {
  std::move(more.begin(), more.end(), std::back_inserter(verdicts));
}

void judge(DataCheck& check) {
  const std::vector<int64_t>& rows = check.corpus.train.label_counts;
  append(judge_corpus(check.corpus), check.verdicts);
  append(judge_similar_labels(find_similar_labels(check.corpus.labels, rows), check.corpus.labels, rows),
         check.verdicts);
  append(judge_overlap(check.overlap), check.verdicts);
  append(judge_giveaways(check.giveaways, check.corpus.labels), check.verdicts);
  append(judge_defects(check.scan.parts), check.verdicts);
}

}  // namespace

int64_t DataCheck::findings() const {
  return std::count_if(verdicts.begin(), verdicts.end(),
                       [](const Verdict& verdict) { return verdict.severity == Severity::kFinding; });
}

DataCheck check_data(const ExperimentConfig& asked, ThreadPool& pool) {
  ExperimentConfig config = asked;
  const std::optional<PretrainedStart> start = take_pretrained(config);
  log_info("reading the data");
  TolerantCorpus read = read_tolerantly(config, start ? &start->model.vocabulary : nullptr);
  DataCheck check;
  check.corpus = std::move(read.corpus);
  check.verdicts = std::move(read.obstacles);
  log_info("looking at the texts");
  check.scan = scan_data(read.data, config.tokenizer, check.corpus, pool);
  for (const ScannedPart& part : check.scan.parts) check.lengths.push_back(measure_lengths(part.lengths));
  log_info("comparing the texts");
  check.overlap = find_overlap(check.scan, pool);
  check.giveaways = find_giveaways(check.corpus, config.tokenizer);
  judge(check);
  if (config.vocabulary.vectors) {
    log_info("reading the word vectors");
    check.vectors = measure_vectors(config, check.corpus);
    append(judge_vectors(*check.vectors, *config.vocabulary.vectors), check.verdicts);
  }
  std::stable_partition(check.verdicts.begin(), check.verdicts.end(),
                        [](const Verdict& verdict) { return verdict.severity == Severity::kFinding; });
  return check;
}

std::vector<Verdict> judge_vectors(const VectorCoverage& coverage, const std::string& file) {
  const double share = share_of(coverage.found, coverage.tokens);
  if (share >= kNotedVectors) return {};
  return {{share < kMinVectors ? Severity::kFinding : Severity::kNote,
           "vectors",
           "vectors",
           fmt::format("{} has {} of the vocabulary ({} of {} tokens)", printable(file), percent(share),
                       coverage.found, coverage.tokens),
           "check that its words are of the same language and case",
           coverage.found,
           coverage.tokens,
           {}}};
}

}  // namespace sentiment
