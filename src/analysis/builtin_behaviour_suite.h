// The suite that is compiled in: data/suite/film_reviews.json.
#pragma once

#include <string_view>

namespace sentiment {

std::string_view builtin_behaviour_json();

}  // namespace sentiment
