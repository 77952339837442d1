#include "report/run_curves.h"
#include "report/sections.h"

namespace sentiment {

std::string curves_section(const RunRecord& record) {
  return "<h2 id=\"training\">Training</h2>\n<div class=\"charts\">\n" +
         two_curves(record, "Loss", "loss", {.name = "nats per text"}) +
         two_curves(record, "Accuracy", "accuracy", {.name = "share labelled correctly"}) +
         rate_curve(record) + gradient_curve(record) + "</div>\n" +
         "<p class=\"note\">The training curves are means over the steps of an interval, measured with "
         "dropout and while "
         "the weights change; the validation curves are of the model as it would be kept.</p>\n";
}

}  // namespace sentiment
