// User text made fit for a message: one line, no control bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sentiment {

/// `text` between double quotes; control, bidirectional and invalid bytes as \n, \x1b, \u{202e};
/// cut with "..." after `max_bytes`.
std::string quote(std::string_view text, std::size_t max_bytes = 80);

/// The first `most` of the texts, each as by quote: "a", "b", ...
std::string quote_list(const std::vector<std::string>& texts, std::size_t most = 20);

/// The same escapes without quotes and cut: for paths and labels in tables and log lines.
std::string printable(std::string_view text);

/// Decodes the code point that starts at text[at] as Unicode 3.9 (table 3-7) demands.
/// Returns its length in bytes and sets `code_point`, or 0 if the bytes there are not valid UTF-8.
std::size_t decode_utf8(std::string_view text, std::size_t at, char32_t& code_point);

/// Length of the maximal invalid subpart at text[at] (Unicode 3.9, "substitution of maximal subparts"): at
/// least 1.
std::size_t invalid_utf8_length(std::string_view text, std::size_t at);

bool is_valid_utf8(std::string_view text);

/// Number of bytes below 0x80 that `text` starts with.
std::size_t ascii_length(std::string_view text);

}  // namespace sentiment
