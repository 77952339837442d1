// Which instruction set our kernels run on.
#pragma once

#include <string>
#include <string_view>

namespace sentiment {

enum class InstructionSet { kGeneric, kAvx2, kAvx512 };

/// The best set this processor has, or the one SENTIMENT_ISA=generic|avx2|avx512 names.
/// Throws ConfigError if that is none of them or the processor lacks it.
InstructionSet instruction_set();

/// "generic", "avx2", "avx512".
std::string_view name_of(InstructionSet set);

/// The processor's name as the system gives it, "unknown" otherwise.
std::string processor_name();

}  // namespace sentiment
