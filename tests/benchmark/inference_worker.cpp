// Our side of the inference rows, without libtorch: reviews of token ids to probabilities.
//
//   ["load", THREADS, MODEL, BATCHES]  reads a model and batches of reviews (encoded_batches.h)
//   ["infer", BEGIN, END]              classifies those of the batches, one batch after another; -> seconds,
//                                      reviews, tokens
//   ["answers", BATCH]                 -> lengths and probabilities of that batch's reviews, to compare with
//   the peer's
#include <iostream>
#include <optional>

#include "benchmark/command_loop.h"
#include "benchmark/encoded_batches.h"
#include "core/cpu_features.h"
#include "core/log.h"
#include "core/thread_pool.h"
#include "inference/classifier.h"
#include "model/model_file.h"

namespace sentiment {
namespace {

class InferenceWorker {
 public:
  Json load(const Arguments& arguments);
  Json infer(const Arguments& arguments);
  Json answers(const Arguments& arguments);

 private:
  std::vector<Probabilities> classify(const EncodedBatch& batch);

  std::optional<ThreadPool> pool_;
  std::optional<Classifier> classifier_;
  std::vector<EncodedBatch> batches_;
};

Json InferenceWorker::load(const Arguments& arguments) {
  pool_.emplace(static_cast<int>(arguments.number(0)));
  classifier_.emplace(read_model(arguments.text(1)));
  batches_ = read_batches(arguments.text(2));
  return {{"batches", batches_.size()}, {"instruction_set", name_of(instruction_set())}};
}

std::vector<Probabilities> InferenceWorker::classify(const EncodedBatch& batch) {
  std::vector<TokenIds> texts;
  for (const EncodedReview& review : batch) texts.push_back(review.ids);
  return classifier_->classify_ids(texts, *pool_);
}

Json InferenceWorker::infer(const Arguments& arguments) {
  const auto begin = static_cast<std::size_t>(arguments.number(0));
  const auto end = static_cast<std::size_t>(arguments.number(1));
  int64_t reviews = 0;
  int64_t tokens = 0;
  const Stopwatch watch;
  for (std::size_t i = begin; i < end; ++i) {
    reviews += static_cast<int64_t>(classify(batches_.at(i)).size());
    for (const EncodedReview& review : batches_[i]) tokens += static_cast<int64_t>(review.ids.size());
  }
  const double seconds = watch.seconds();
  return {{"seconds", seconds}, {"reviews", reviews}, {"tokens", tokens}};
}

Json InferenceWorker::answers(const Arguments& arguments) {
  const EncodedBatch& batch = batches_.at(static_cast<std::size_t>(arguments.number(0)));
  std::vector<std::size_t> lengths;
  for (const EncodedReview& review : batch) lengths.push_back(review.ids.size());
  return {{"lengths", lengths}, {"probabilities", classify(batch)}};
}

}  // namespace
}  // namespace sentiment

int main() {
  sentiment::set_log_level(sentiment::LogLevel::kQuiet);
  sentiment::InferenceWorker worker;
  sentiment::serve({{"load", [&](const auto& arguments) { return worker.load(arguments); }},
                    {"infer", [&](const auto& arguments) { return worker.infer(arguments); }},
                    {"answers", [&](const auto& arguments) { return worker.answers(arguments); }}},
                   std::cin, std::cout);
}
