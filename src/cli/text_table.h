// Aligned columns for people to read.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sentiment {

/// The rows one a line, two spaces between columns; the first `left` columns are aligned left, the others
/// right. Cells are made printable; widths are counted in code points.
std::string text_table(const std::vector<std::vector<std::string>>& rows, std::size_t left = 1);

}  // namespace sentiment
