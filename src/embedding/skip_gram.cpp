#include "embedding/skip_gram.h"

#include <algorithm>

#include "core/concat.h"
#include "core/cpu_features.h"
#include "core/error.h"
#include "kernels/cell_kernels.h"

namespace sentiment {
namespace {

constexpr std::size_t kApplyLanes = 16;  // words are dealt to so many tasks by their id
/// The largest rate times pairs that a vector takes from one batch: its pairs do not see what the others of
/// the batch change, and all of them together would throw it beyond where each wants it. Only words that are
/// frequent for the size of the vocabulary meet it.
constexpr float kMostWeight = 2.0F;
constexpr double kLastRate = 1e-4;  // share of the rate that is left at the end, as in word2vec

/// That a batch's words are computed in.
constexpr int64_t kGroups =
    (static_cast<int64_t>(WordStream::kBatchWords) + WindowGroup::kCenters - 1) / WindowGroup::kCenters;

std::size_t size_of(int64_t count) { return static_cast<std::size_t>(count); }

void add_row(const float* change, float share, std::size_t stride, float* row) {
  for (std::size_t k = 0; k < stride; ++k) row[k] += change[k] * share;
}

}  // namespace

SkipGram::SkipGram(TokenTexts texts, int64_t vocabulary, int64_t size, const SkipGramConfig& config,
                   uint64_t seed)
    : texts_(texts),
      config_(config),
      seed_(seed),
      counts_(count_words(texts, vocabulary)),
      kept_shares_(kept_shares(counts_, config.subsample)),
      noise_(counts_),
      tables_(initial_word_tables(vocabulary, size, seed)),
      input_weights_(size_of(vocabulary)),
      output_weights_(size_of(vocabulary)) {
  const CellKernels<float>& kernels = cell_kernels<float>(instruction_set());
  for (int64_t g = 0; g < kGroups; ++g) groups_.emplace_back(tables_.stride, config.window, kernels);
}

double SkipGram::bytes(int64_t vocabulary, int64_t size, const SkipGramConfig& config) {
  const int64_t stride = rounded_to_lanes(size);
  constexpr auto kOfAWord =  // its count, kept share, place among the noise words, and two weights
      static_cast<double>(sizeof(int64_t) + 2 * sizeof(double) + sizeof(TokenId) + 2 * sizeof(float));
  const double of_entry = 2.0 * static_cast<double>(stride) * sizeof(float) + kOfAWord;
  return static_cast<double>(vocabulary) * of_entry +
         static_cast<double>(kGroups) * WindowGroup::bytes(stride, config.window);
}

int64_t SkipGram::words_done() const {
  return progress_.epoch * static_cast<int64_t>(texts_.ids.size()) + (words_ ? words_->words_read() : 0);
}

double SkipGram::share_done() const {
  const double of_epoch = words_ ? words_->progress() : 0.0;
  return (static_cast<double>(progress_.epoch) + of_epoch) / static_cast<double>(config_.epochs);
}

double SkipGram::learning_rate() const {
  return config_.learning_rate * std::max(1.0 - share_done(), kLastRate);
}

/// Goes to the first batch that is still to be done.
void SkipGram::start_epoch() {
  words_.emplace(texts_, kept_shares_, seed_, progress_.epoch);
  for (int64_t done = 0; done < progress_.batch; ++done) {
    if (words_->next(batch_)) continue;
    throw FormatError(concat("checkpoint: state.json: expected at most ", done,
                             " batches of an epoch, found ", progress_.batch));
  }
}

SkipGram::Step SkipGram::step(ThreadPool& pool) {
  if (!words_) start_epoch();
  const auto rate = static_cast<float>(learning_rate());
  if (!words_->next(batch_)) {
    words_.reset();
    last_epoch_ = progress_;
    progress_ = {.epoch = last_epoch_.epoch + 1, .batch = 0, .loss = 0.0, .pairs = 0};
    return Step::kEpochEnd;
  }
  const uint64_t number = (size_of(progress_.epoch) << 40) + size_of(progress_.batch) * groups_.size();
  const std::size_t groups = compute(batch_, number, rate, pool);
  pool.run(2 * kApplyLanes, [&](std::size_t task) { apply(task / 2, groups, rate, task % 2 == 1); });
  for (std::size_t g = 0; g < groups; ++g) {
    progress_.loss += groups_[g].loss();
    progress_.pairs += groups_[g].pairs();
  }
  ++progress_.batch;
  return Step::kBatch;
}

/// Lets the groups find what a batch's windows change; returns how many groups it has. `number` chooses the
/// windows and the noise.
std::size_t SkipGram::compute(const WordBatch& batch, uint64_t number, float rate, ThreadPool& pool) {
  const WindowRule rule{config_.window, config_.negatives, rate};
  const std::size_t groups = (batch.words.size() + WindowGroup::kCenters - 1) / WindowGroup::kCenters;
  pool.run(groups, [&](std::size_t g) {
    groups_[g].compute(tables_, batch, static_cast<int64_t>(g) * WindowGroup::kCenters, noise_, rule, seed_,
                       number + g);
  });
  return groups;
}

std::optional<double> SkipGram::loss_of(TokenTexts texts, ThreadPool& pool) {
  constexpr uint64_t kFirstNumber = uint64_t{1} << 62;  // beyond those of any epoch
  WordStream words(texts, kept_shares_, seed_, 0);
  WordBatch batch;
  SkipGramProgress sums;
  for (uint64_t number = kFirstNumber; words.next(batch); number += groups_.size()) {
    const std::size_t groups = compute(batch, number, 0.0F, pool);
    for (std::size_t g = 0; g < groups; ++g) {
      sums.loss += groups_[g].loss();
      sums.pairs += groups_[g].pairs();
    }
  }
  return sums.pairs == 0 ? std::nullopt : std::optional(sums.mean_loss());
}

/// Adds what the groups found to the rows of one lane's words, in the order of the text.
void SkipGram::apply(std::size_t lane, std::size_t groups, float rate, bool outputs) {
  AlignedArray<float>& table = outputs ? tables_.outputs : tables_.inputs;
  const auto visit_ours = [&](const auto& visit) {
    for (std::size_t g = 0; g < groups; ++g) {
      const RowChanges& rows = outputs ? groups_[g].outputs() : groups_[g].inputs();
      for (std::size_t i = 0; i < rows.words.size(); ++i) {
        const std::size_t id = size_of(rows.words[i]);
        if (id % kApplyLanes == lane) visit(id, rows, i);
      }
    }
  };
  std::vector<float>& weights = outputs ? output_weights_ : input_weights_;
  visit_ours([&](std::size_t id, const RowChanges& rows, std::size_t i) { weights[id] += rows.weights[i]; });
  const auto stride = size_of(tables_.stride);
  visit_ours([&](std::size_t id, const RowChanges& rows, std::size_t i) {
    const float weight = rate * weights[id];
    const float share = weight > kMostWeight ? kMostWeight / weight : 1.0F;
    add_row(rows.changes.data() + i * stride, share, stride, table.at(id * stride));
  });
  visit_ours([&](std::size_t id, const RowChanges&, std::size_t) { weights[id] = 0.0F; });
}

std::vector<float> SkipGram::vectors() const { return rows_of(tables_.inputs, tables_); }

std::vector<float> SkipGram::output_vectors() const { return rows_of(tables_.outputs, tables_); }

void SkipGram::restore(const std::vector<float>& vectors, const std::vector<float>& output_vectors,
                       const SkipGramProgress& progress) {
  set_rows(vectors, tables_, tables_.inputs);
  set_rows(output_vectors, tables_, tables_.outputs);
  progress_ = progress;
  words_.reset();
  if (!done()) start_epoch();  // now, so that the words of this epoch which are done count as read
}

}  // namespace sentiment
