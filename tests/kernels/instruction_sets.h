// The instruction sets that this processor can run.
#pragma once

#include <vector>

#include "core/cpu_features.h"

namespace sentiment {

inline std::vector<InstructionSet> runnable_sets() {
  std::vector<InstructionSet> sets = {InstructionSet::kGeneric};
  if (instruction_set() >= InstructionSet::kAvx2) sets.push_back(InstructionSet::kAvx2);
  if (instruction_set() >= InstructionSet::kAvx512) sets.push_back(InstructionSet::kAvx512);
  return sets;
}

}  // namespace sentiment
