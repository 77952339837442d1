// What a run says of its gradients when it ends: the record of its steps, and how far gradients reached.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/gradient_flow.h"
#include "config/training_config.h"
#include "training/progress.h"
#include "training/training_log.h"

namespace sentiment {

/// Appends what was measured at a step as one event "gradient_flow", and gives the flows their epoch.
void append_flows(std::vector<GradientFlow>& flows, int64_t step, int64_t epoch, MetricsFile& metrics);

/// Adds "gradient", the record's summary with its sentences, and "gradient_flow" (analysis/gradient_flow.h)
/// to the content of metrics.json.
void summarize_gradients(const TrainerConfig& config, const Progress& progress, const MetricsFile& events,
                         Json& metrics);

/// The sentences on gradients, a line each.
void log_gradients(const TrainerConfig& config, const Progress& progress, const MetricsFile& events);

}  // namespace sentiment
