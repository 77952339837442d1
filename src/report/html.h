// Pages that need nothing but themselves: no script, no request, light, dark and on paper.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sentiment {

/// Text for an element or a quoted attribute. Control, bidirectional and invalid bytes become visible as in
/// core/quote.h, then & < > " ' become entities, so no text of a user's acts as markup.
std::string escape(std::string_view text);

/// The beginning of a long text, as plain text, with an ellipsis where it was cut.
std::string excerpt(std::string_view text, std::size_t max_bytes = 240);

/// A whole document: <!doctype html> to </html>, in UTF-8. `title` is plain text and also the page's <h1>;
/// `body` is markup that follows it. A content security policy in its head forbids scripts and requests.
///
/// Colours to use in `body`, as var(--NAME): paper, raised (a box on paper), ink, muted, rule (lines),
/// accent, series-1 to series-6 (each readable as text on paper), positive, negative. They follow light, dark
/// and print. Classes: "chart" (a figure), "charts" (figures side by side), "scroll" (sideways, with
/// tabindex="0"), "number" (a table cell with figures), "note" (a quiet sentence), "verdict" (the sentence to
/// read first).
std::string page(std::string_view title, std::string_view body);

/// The style sheet of page().
std::string_view style_sheet();

}  // namespace sentiment
