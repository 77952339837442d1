// What the runs of `train --runs N` have in common: each one's figures, their mean and standard deviation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/strict_json.h"

namespace sentiment {

struct RunResult {
  std::string name;
  int64_t seed;
  bool diverged;
  Json metrics;  // metrics.json of the run

  /// Of its "best" or "test"; empty if it has none.
  std::optional<double> figure(const char* part, const std::string& metric) const;
  std::string ended() const;
};

struct Spread {
  std::optional<double> mean;
  std::optional<double> deviation;  // of a sample, so of two at least
};

class RunsSummary {
 public:
  /// `metric` is the one that the runs are validated by: a key of "best" and of "test".
  RunsSummary(std::vector<RunResult> results, std::string metric);

  /// Runs that diverged; they are shown and left out of mean and deviation.
  int64_t diverged() const;

  std::string text() const;
  Json json() const;

 private:
  /// Of the runs that came to their end.
  std::vector<double> figures(const char* part) const;

  std::vector<RunResult> results_;
  std::string metric_;
  Spread validation_;
  Spread test_;
};

}  // namespace sentiment
