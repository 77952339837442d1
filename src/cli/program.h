// What both programs share around their commands: exceptions become exit statuses, and nothing ends in
// abort().
#pragma once

#include <functional>

namespace sentiment {

// Exit statuses; 130 and 143 follow a signal.
constexpr int kSuccess = 0;
constexpr int kFailure = 1;     // input or output, bad data, bad model file
constexpr int kUsageError = 2;  // command line or config
constexpr int kDiverged = 3;    // training diverged, the best model is kept

/// Calls `body` and returns its exit status, or the one its exception stands for after reporting each problem
/// in one line on standard error. Results that could not be written are a failure.
int run_program(const std::function<int()>& body);

}  // namespace sentiment
