// What the first lines of a run's page say of every kind of run.
#pragma once

#include <string>

#include "report/run_record.h"

namespace sentiment {

/// Plain text as a paragraph, nothing for none; `kind` is markup, such as " class=\"verdict\"".
std::string paragraph(const std::string& text, const char* kind = "");

/// How the run ended, where that was not by coming to its end.
std::string ending(const RunRecord& record);

/// That training went back, and how often.
std::string divergences(const RunRecord& record);

/// Which epoch's `what` is kept.
std::string kept_epoch(const RunRecord& record, const std::string& what = "model");

}  // namespace sentiment
