#include "inference/bundle_classifier.h"

#include <algorithm>
#include <utility>

#include "inference/classifier.h"
#include "metrics/opinion_pool.h"

namespace sentiment {
namespace {

std::vector<double> reordered(const std::vector<double>& probabilities,
                              const std::vector<std::size_t>& places) {
  std::vector<double> result;
  for (const std::size_t place : places) result.push_back(probabilities[place]);
  return result;
}

}  // namespace

BundleClassifier::BundleClassifier(Bundle bundle) {
  for (BundleMember& member : bundle.members) {
    Member own{member.weight, nullptr, {}};
    if (auto* const model = std::get_if<Model>(&member.model)) {
      own.classifier = std::make_shared<Classifier>(std::move(*model));
    } else {
      own.classifier = std::make_shared<NgramClassifier>(std::move(std::get<NgramModel>(member.model)));
      if (!ngrams_) ngrams_ = own.classifier;
    }
    if (members_.empty()) task_ = own.classifier->task();
    own.places = label_places(task_.labels, own.classifier->task().labels);
    weights_.push_back(own.weight);
    members_.push_back(std::move(own));
  }
}

std::vector<std::vector<std::vector<double>>> BundleClassifier::answers(std::span<const std::string> texts,
                                                                        ThreadPool& pool) const {
  std::vector<std::vector<std::vector<double>>> all;
  for (const Member& member : members_) {
    std::vector<std::vector<double>>& own = all.emplace_back();
    for (const Prediction& prediction : member.classifier->classify(texts, pool))
      own.push_back(reordered(prediction.probabilities, member.places));
  }
  return all;
}

std::vector<Prediction> BundleClassifier::classify(std::span<const std::string> texts,
                                                   ThreadPool& pool) const {
  std::vector<std::vector<Prediction>> of_members;
  for (const Member& member : members_) of_members.push_back(member.classifier->classify(texts, pool));
  std::vector<Prediction> predictions = of_members.front();
  std::vector<std::vector<double>> answers(members_.size());
  for (std::size_t text = 0; text < texts.size(); ++text) {
    Prediction& prediction = predictions[text];
    for (std::size_t i = 0; i < members_.size(); ++i) {
      answers[i] = reordered(of_members[i][text].probabilities, members_[i].places);
      prediction.truncated = prediction.truncated || of_members[i][text].truncated;
    }
    prediction.probabilities = pooled(answers, weights_);
    const auto best = std::max_element(prediction.probabilities.begin(), prediction.probabilities.end());
    prediction.label = static_cast<int32_t>(best - prediction.probabilities.begin());
  }
  return predictions;
}

}  // namespace sentiment
