#include "report/example_list.h"

#include <fmt/format.h>

#include "report/axis.h"
#include "report/html.h"

namespace sentiment {

std::string example_list(const std::vector<ShownExample>& examples) {
  std::string html = "<ol class=\"examples\">\n";
  for (const ShownExample& one : examples) {
    const std::string loss = one.loss ? fmt::format(" · loss {:.2f}", *one.loss) : "";
    html += fmt::format(
        "<li><p><strong>{}</strong> · labelled “{}” · the model says “{}”, {}{}</p>\n<p "
        "class=\"note\">{}</p></li>\n",
        escape(one.place), escape(one.label), escape(one.predicted), short_percent(one.probability), loss,
        escape(one.text));
  }
  return html + "</ol>\n";
}

}  // namespace sentiment
