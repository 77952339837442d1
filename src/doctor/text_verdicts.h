// Verdicts on what the texts are like, one by one and against each other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "doctor/data_scan.h"
#include "doctor/similar_labels.h"
#include "doctor/text_overlap.h"
#include "doctor/token_giveaways.h"
#include "doctor/verdict.h"

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
