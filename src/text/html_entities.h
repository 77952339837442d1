// The characters behind &eacute; and the like.
#pragma once

#include <string_view>

#include "text/character_class.h"

namespace sentiment {

/// The character that one of HTML 4's 252 entity names or `apos` stands for ("eacute" is U+00E9), else 0.
CodePoint html_entity(std::string_view name);

}  // namespace sentiment
