// What stands around every drawing: its name, what there is to see, and the same numbers as a table.
#pragma once

#include <string>

#include "report/html_table.h"

namespace sentiment {

struct FigureText {
  std::string title;
  std::string description;
};

/// `drawing` is markup, the table's cells are text. The table is folded away until it is asked for.
std::string figure(const FigureText& text, const std::string& drawing, const HtmlTable& table);

/// A figure in which nothing can be drawn: its title and why.
std::string empty_figure(const FigureText& text, const std::string& reason);

}  // namespace sentiment
