#include "core/cpu_features.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

InstructionSet best_set() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    return InstructionSet::kAvx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return InstructionSet::kAvx2;
#endif
  return InstructionSet::kGeneric;
}

}  // namespace

InstructionSet instruction_set() {
  const InstructionSet best = best_set();
  const char* wanted = std::getenv("SENTIMENT_ISA");
  if (wanted == nullptr || *wanted == '\0') return best;
  for (const InstructionSet set :
       {InstructionSet::kGeneric, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (name_of(set) != wanted) continue;
    if (set > best) {
      throw ConfigError(
          fmt::format("SENTIMENT_ISA: this processor has no {}, its best is {}", wanted, name_of(best)));
    }
    return set;
  }
  throw ConfigError(fmt::format("SENTIMENT_ISA: expected generic, avx2 or avx512, found {}", quote(wanted)));
}

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::kAvx2:
      return "avx2";
    case InstructionSet::kAvx512:
      return "avx512";
    default:
      return "generic";
  }
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

}  // namespace sentiment
