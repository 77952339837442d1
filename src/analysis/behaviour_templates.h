// Texts made from templates: "The {thing} was {good}." with every word that may stand in a slot.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sentiment {

/// What may stand in each slot.
using SlotWords = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Every filling of some templates that belong together: a slot is filled alike in all of them. The first
/// slot changes slowest. Returns [fillings][templates]. Throws DataError for a slot that has no words, a
/// brace without its partner, or more than `max_fillings`; the message does not say where.
std::vector<std::vector<std::string>> fill_templates(const std::vector<std::string>& templates,
                                                     const SlotWords& words, std::size_t max_fillings);

/// The text with a slip of the fingers: in its longest ASCII word (the first of equally long ones) the two
/// letters in the middle have changed places, or the next two that differ. A text without a word of four
/// letters stays as it is.
std::string with_typo(std::string_view text);

}  // namespace sentiment
