// What a token is to somebody who writes it down in English: on which side it keeps to its neighbour, and
// with which capitals.
#pragma once

#include <string>
#include <string_view>

namespace sentiment {

enum class WrittenKind {
  kBegin,       // of a text
  kWord,        // also what stands apart from its neighbours like one: emoticons, dashes
  kNumber,      // begins with a digit
  kStop,        // ends a sentence: . ! ? and runs of them but of dots
  kClosing,     // keeps to what is before it: , ; : ... ) ] } %
  kOpening,     // keeps to what is after it: ( [ {
  kQuote,       // one or the other, by turns: "
  kApostrophe,  // single; what it does shows with the token after it
  kHyphen,      // single; the same
  kSlash,       // keeps to words on both sides
  kPrefix,      // keeps to a number after it: $ #
  kCharacter,   // emoji, or of a script without spaces: keeps to others of its kind
};

WrittenKind written_kind(std::string_view token);

/// The token with its first letter as a capital, if it has one.
std::string capitalised(std::string_view token);

/// "I", "TV", "Mr" for the few words that are always written so; else the word itself.
std::string with_own_capitals(std::string_view word);

/// Whether a dot after the word shortens it and ends no sentence: "mr", and single letters but for i.
bool is_abbreviation(std::string_view word);

/// Whether the word is what follows the apostrophe of a contraction: "s", "re", "ll".
bool ends_contraction(std::string_view word);

/// Whether the word begins with an apostrophe when written in full: 'em, '90s.
bool loses_its_beginning(std::string_view word);

/// Whether a line before or after the word is more often a dash (film - it) than a hyphen (low-budget): as it
/// is in the reviews of IMDB.
bool follows_dash(std::string_view word);
bool precedes_dash(std::string_view word);

/// Whether the word may end in an apostrophe: the dogs', nothin'.
bool may_end_in_apostrophe(std::string_view word);

}  // namespace sentiment
