// One inline SVG, built shape by shape.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/figure.h"

namespace sentiment {

enum class Anchor { kStart, kMiddle, kEnd };

/// Units are CSS pixels at the drawing's own size; x to the right, y down. Colours are names of the page's
/// style sheet.
class SvgDrawing {
 public:
  /// `text` names and describes the drawing to those who do not see it.
  SvgDrawing(double width, double height, const FigureText& text);

  void line(double x1, double y1, double x2, double y2, std::string_view colour,
            std::string_view dashes = "");
  void polyline(const std::vector<std::pair<double, double>>& points, std::string_view colour,
                std::string_view dashes = "");
  /// `hint` appears under the pointer.
  void circle(double x, double y, std::string_view colour, const std::string& hint);
  void rect(double x, double y, double width, double height, std::string_view colour, double opacity = 1.0,
            const std::string& hint = "");
  void text(double x, double y, Anchor anchor, const std::string& text, bool strong = false);
  /// Reads upwards from (x, y), or slanted by `degrees`.
  void turned_text(double x, double y, Anchor anchor, double degrees, const std::string& text);

  /// The <svg> element. `scrolls`: keep the size instead of fitting the page.
  std::string str(bool scrolls = false) const;

 private:
  double width_;
  double height_;
  FigureText text_;
  std::string shapes_;
};

/// The text cut to about `width` pixels of the drawings' letters, with an ellipsis.
std::string fit(const std::string& text, double width);

}  // namespace sentiment
