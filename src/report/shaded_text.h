// A text whose tokens are shaded by what each adds to the answer.
#pragma once

#include <string>
#include <vector>

namespace sentiment {

/// What adds to the answer is underlined by a full line, what speaks against it by dashes, each the stronger
/// shaded the more it adds; `tokens` and `contributions` have one length. Contributions below a twentieth of
/// the largest are left plain.
std::string shaded_text(const std::vector<std::string>& tokens, const std::vector<double>& contributions);

/// What the shades mean; `answer` is the label that is explained.
std::string shades_legend(const std::string& answer);

}  // namespace sentiment
