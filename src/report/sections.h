// The parts of a run's page, from top to bottom. Each is markup that begins with its own <h2 id="...">, but
// the overview, which stands below the page's title.
#pragma once

#include <string>

#include "core/thread_pool.h"
#include "report/measured_run.h"
#include "report/run_record.h"

namespace sentiment {

/// `measured` is null where the data could not be read again.
std::string overview_section(const RunRecord& record, const MeasuredRun* measured);
std::string curves_section(const RunRecord& record);
std::string gradient_section(const RunRecord& record);
std::string validation_section(const MeasuredRun& measured);
std::string suspicious_section(const MeasuredRun& measured);
std::string explained_section(const MeasuredRun& measured, ThreadPool& pool);
std::string data_section(const RunRecord& record, const MeasuredRun* measured);
std::string provenance_section(const RunRecord& record);

/// Of a pretraining run, in the places of those above.
std::string pretraining_overview_section(const RunRecord& record);
std::string pretraining_curves_section(const RunRecord& record);
std::string pretraining_data_section(const RunRecord& record);

}  // namespace sentiment
