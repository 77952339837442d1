// Verdicts on what the texts are like, one by one and against each other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/data_scan.h"
#include "analysis/similar_labels.h"
#include "analysis/text_overlap.h"
#include "analysis/token_giveaways.h"
#include "analysis/verdict.h"

namespace sentiment {

std::vector<Verdict> judge_overlap(const TextOverlap& overlap);

std::vector<Verdict> judge_defects(const std::vector<ScannedPart>& parts);

std::vector<Verdict> judge_giveaways(const std::vector<TokenGiveaway>& giveaways,
                                     const std::vector<std::string>& labels);

/// `rows` are the training rows of each label.
std::vector<Verdict> judge_similar_labels(const std::vector<SimilarLabels>& similar,
                                          const std::vector<std::string>& labels,
                                          const std::vector<int64_t>& rows);

}  // namespace sentiment
