#include "inference/bundle_classifier.h"

#include <algorithm>
#include <utility>

#include "inference/classifier.h"
#include "metrics/opinion_pool.h"

namespace sentiment {
namespace {

/// A member whose own labels are in another order than the bundle's.
class Relabelled : public TextClassifier {
 public:
  Relabelled(std::shared_ptr<const TextClassifier> member, const std::vector<std::string>& labels)
      : member_(std::move(member)),
        task_(member_->task()),
        places_(label_places(labels, member_->task().labels)) {
    task_.labels = labels;
  }

  std::vector<Prediction> classify(std::span<const std::string> texts, ThreadPool& pool) const override {
    std::vector<Prediction> predictions = member_->classify(texts, pool);
    for (Prediction& prediction : predictions) {
      std::vector<double> probabilities;
      for (const std::size_t place : places_) probabilities.push_back(prediction.probabilities[place]);
      prediction.probabilities = std::move(probabilities);
      const auto own = std::find(places_.begin(), places_.end(), static_cast<std::size_t>(prediction.label));
      prediction.label = static_cast<int32_t>(own - places_.begin());
    }
    return predictions;
  }

  const Task& task() const override { return task_; }

 private:
  std::shared_ptr<const TextClassifier> member_;
  Task task_;
  std::vector<std::size_t> places_;  // of the bundle's labels among the member's own
};

std::shared_ptr<const TextClassifier> classifier_of(BundleMember& member) {
  if (auto* const model = std::get_if<Model>(&member.model))
    return std::make_shared<Classifier>(std::move(*model));
  return std::make_shared<NgramClassifier>(std::move(std::get<NgramModel>(member.model)));
}

}  // namespace

BundleClassifier::BundleClassifier(Bundle bundle) {
  for (BundleMember& member : bundle.members) {
    const bool is_ngrams = std::holds_alternative<NgramModel>(member.model);
    std::shared_ptr<const TextClassifier> classifier = classifier_of(member);
    if (members_.empty()) task_ = classifier->task();
    if (classifier->task().labels != task_.labels)
      classifier = std::make_shared<Relabelled>(std::move(classifier), task_.labels);
    if (is_ngrams && !ngrams_) ngrams_ = classifier;
    weights_.push_back(member.weight);
    members_.push_back(std::move(classifier));
  }
}

std::vector<std::vector<std::vector<double>>> BundleClassifier::answers(std::span<const std::string> texts,
                                                                        ThreadPool& pool) const {
  std::vector<std::vector<std::vector<double>>> all;
  for (const std::shared_ptr<const TextClassifier>& member : members_) {
    std::vector<std::vector<double>>& own = all.emplace_back();
    for (Prediction& prediction : member->classify(texts, pool))
      own.push_back(std::move(prediction.probabilities));
  }
  return all;
}

std::vector<Prediction> BundleClassifier::classify(std::span<const std::string> texts,
                                                   ThreadPool& pool) const {
  std::vector<std::vector<Prediction>> of_members;
  for (const std::shared_ptr<const TextClassifier>& member : members_)
    of_members.push_back(member->classify(texts, pool));
  std::vector<Prediction> predictions = of_members.front();
  std::vector<std::vector<double>> answers(members_.size());
  for (std::size_t text = 0; text < texts.size(); ++text) {
    Prediction& prediction = predictions[text];
    for (std::size_t i = 0; i < members_.size(); ++i) {
      answers[i] = of_members[i][text].probabilities;
      prediction.truncated = prediction.truncated || of_members[i][text].truncated;
    }
    prediction.probabilities = pooled(answers, weights_);
    const auto best = std::max_element(prediction.probabilities.begin(), prediction.probabilities.end());
    prediction.label = static_cast<int32_t>(best - prediction.probabilities.begin());
  }
  return predictions;
}

}  // namespace sentiment
