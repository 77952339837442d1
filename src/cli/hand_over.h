// Commands that need libtorch run in a program of their own, beside this one.
#pragma once

namespace sentiment {

/// Becomes sentiment-train, with the same arguments; `argv` ends with a null pointer. Returns only by
/// throwing Error: the program is not there or cannot be run.
[[noreturn]] void hand_over_to_training(const char* command, char* const* argv);

}  // namespace sentiment
