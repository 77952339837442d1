// "Did you mean": the known word nearest to a misspelt one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sentiment {

/// The candidate within a third of `word`'s length in edits (a swap of neighbours is one), or "" if none is
/// near.
std::string nearest_word(std::string_view word, std::span<const std::string> candidates);

/// ` (did you mean "x"?)`, or "" if no candidate is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace sentiment
