// Tables of plain text.
#pragma once

#include <string>
#include <vector>

namespace sentiment {

enum class Column { kText, kNumber };

struct HtmlTable {
  struct Head {
    std::string name;
    Column column = Column::kText;
  };
  std::vector<Head> heads;
  std::vector<std::vector<std::string>> rows;  // cells as plain text; the first of a row names it
};

/// The table in a box that scrolls sideways where it is wider than the page. `name` is read out to those who
/// do not see it. Every cell is escaped.
std::string to_html(const HtmlTable& table, const std::string& name);

}  // namespace sentiment
