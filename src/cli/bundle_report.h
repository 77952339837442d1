// What fitting a bundle came to, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "json/strict_json.h"
#include "metrics/opinion_pool.h"

namespace sentiment {

struct BundledModel {
  std::string name;  // the file or run folder, as given
  bool ngrams = false;
};

struct BundleReport {
  std::string data;                  // what the weights were fitted on
  bool own_validation_part = false;  // of the first run
  std::vector<BundledModel> members;
  std::vector<double> weights;   // [members]
  std::vector<PoolScore> alone;  // [members]
  PoolScore equal;               // of the pool with equal weights
  PoolScore fitted;
  PoolScore cross_fitted;

  std::string text() const;

  ///   data, examples
  ///   members        [{model, kind: "classifier" | "ngram", weight, accuracy, log_loss}]
  ///   equal_weights  {accuracy, log_loss}
  ///   bundle         {accuracy, log_loss} on the examples that the weights were fitted on
  ///   cross_fitted   {folds, accuracy, accuracy_ci95, log_loss}
  Json json() const;
};

/// Everything but the names. `fit` holds at least one example.
BundleReport bundle_report(const PoolFit& fit, std::vector<BundledModel> members);

}  // namespace sentiment
