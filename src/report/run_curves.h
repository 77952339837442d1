// Figures of metrics.jsonl by step, as line charts that mark the step of the kept model.
#pragma once

#include <string>

#include "report/run_record.h"
#include "report/svg_chart.h"

namespace sentiment {

/// A figure of the intervals and of the validations.
std::string two_curves(const RunRecord& record, const std::string& title, const std::string& figure,
                       AxisRange y);

/// A figure of one kind of event.
std::string one_curve(const RunRecord& record, const std::string& title, const std::string& figure,
                      AxisRange y, const std::string& event = "interval");

std::string rate_curve(const RunRecord& record);

/// The norm before clipping, with clip_norm.
std::string gradient_curve(const RunRecord& record);

}  // namespace sentiment
