// Mark-up that reaches the network as words.
#pragma once

#include <string>
#include <string_view>

namespace sentiment {

/// Whether `text` holds tags or entities that strip_html reads.
bool has_markup(std::string_view text);

/// The first piece of HTML that `text` still holds after the tokenizer has read it (`strip_html` as in its
/// settings), from there on, as it then stands: mark-up that was escaped twice, tags without an end, entities
/// without a semicolon, comments, and the content of scripts and styles. Empty if there is none.
std::string html_remnant(std::string_view text, bool strip_html);

}  // namespace sentiment
