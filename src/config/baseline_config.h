// Settings of the n-gram baseline that is fitted with each run. They live here because a config is read
// before there is anything to fit.
#pragma once

#include <cstdint>
#include <vector>

#include "json/settings.h"

namespace sentiment {

enum class BaselineType { kNbNgram, kNone };

struct BaselineConfig {
  BaselineType type = BaselineType::kNbNgram;
  int64_t n = 3;          // n-grams of 1 to n tokens
  int64_t min_count = 2;  // texts of the training part that an n-gram must be in
  double cost = 0.01;     // of an example on the wrong side, against small weights; C in the papers

  std::vector<SettingProblem> problems() const;
};

void visit_settings(BaselineConfig& config, SettingsVisitor& visit);

}  // namespace sentiment
