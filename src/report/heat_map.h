// Numbers by row and column as shades, with a table of the same numbers.
#pragma once

#include <string>
#include <vector>

namespace sentiment {

enum class Shades {
  kOneSided,  // low is paper, high is the accent
  kTwoSided,  // 0 is paper, below it --negative, above it --positive; |low| and high are equally strong
};

struct HeatMap {
  std::string title;
  std::string description;                // what there is to see, in a sentence, for those who do not see it
  std::vector<std::string> row_names;     // e.g. gates
  std::vector<std::string> column_names;  // e.g. tokens; written below the map, slanted where they are long
  std::vector<double> values;             // [rows, columns], row by row; not finite: left out
  double low = 0.0;
  double high = 1.0;
  Shades shades = Shades::kOneSided;
};

/// A <figure class="chart">; it scrolls sideways where it is wider than the page. Columns keep their width,
/// so at most a few hundred are sensible. Throws std::invalid_argument if `values` has another size than rows
/// times columns.
std::string heat_map(const HeatMap& map);

}  // namespace sentiment
