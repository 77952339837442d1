// The text that a piece of HTML shows.
#pragma once

#include <string>
#include <string_view>

namespace sentiment {

/// False if strip_html would change nothing.
bool may_hold_html(std::string_view text);

/// Replaces `out` by `text` with a space for each tag and with the characters that entities stand for.
///
/// A tag is `<` or `</`, a name, and anything but `<`, `>` and line ends up to `>`, at most 200 bytes in all:
/// "<br />", "</b>", "<a href='x'>", but not "a < b", "<3" or "<john@example.org>". An entity ends with a
/// semicolon: "&eacute;", "&#233;", "&#xE9;"; anything else that begins with & stays as it is. What entities
/// give is not read again: "&lt;br&gt;" is the text "<br>".
void strip_html(std::string_view text, std::string& out);

}  // namespace sentiment
