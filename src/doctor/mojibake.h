// Text that was written as UTF-8 and read as something else, such as "cafÃ©" for "café".
#pragma once

#include <cstddef>
#include <string_view>

namespace sentiment {

/// Where the first character is that came out as two, three or four because its UTF-8 bytes were read as
/// Windows-1252 or Latin-1; npos if there is none. What may as well be meant so, such as “CAFÉ” with its
/// closing quote or É and a no-break space, is let pass.
std::size_t find_mojibake(std::string_view text);

}  // namespace sentiment
