#include "report/svg_drawing.h"

#include <fmt/format.h>

#include "core/quote.h"
#include "report/html.h"

namespace sentiment {
namespace {

constexpr double kLetterWidth = 6.6;  // of 12 px letters, on average, and rather too much

std::string_view name_of(Anchor anchor) {
  return anchor == Anchor::kStart ? "start" : anchor == Anchor::kMiddle ? "middle" : "end";
}

std::string dashed(std::string_view dashes) {
  return dashes.empty() ? std::string() : fmt::format(R"_( stroke-dasharray="{}")_", dashes);
}

std::string closed(std::string_view element, const std::string& hint) {
  return hint.empty() ? "/>\n" : fmt::format("><title>{}</title></{}>\n", escape(hint), element);
}

}  // namespace

SvgDrawing::SvgDrawing(double width, double height, const FigureText& text)
    : width_(width), height_(height), text_(text) {}

void SvgDrawing::line(double x1, double y1, double x2, double y2, std::string_view colour,
                      std::string_view dashes) {
  shapes_ += fmt::format(R"_(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="var(--{})"{}/>)_",
                         x1, y1, x2, y2, colour, dashed(dashes)) +
             "\n";
}

void SvgDrawing::polyline(const std::vector<std::pair<double, double>>& points, std::string_view colour,
                          std::string_view dashes) {
  shapes_ += R"_(<polyline points=")_";
  for (std::size_t i = 0; i < points.size(); ++i)
    shapes_ += fmt::format("{}{:.1f},{:.1f}", i == 0 ? "" : " ", points[i].first, points[i].second);
  shapes_ +=
      fmt::format(R"_(" fill="none" stroke="var(--{})" stroke-width="1.8" stroke-linejoin="round"{}/>)_",
                  colour, dashed(dashes)) +
      "\n";
}

void SvgDrawing::circle(double x, double y, std::string_view colour, const std::string& hint) {
  shapes_ += fmt::format(R"_(<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="var(--{})")_", x, y, colour) +
             closed("circle", hint);
}

void SvgDrawing::rect(double x, double y, double width, double height, std::string_view colour,
                      double opacity, const std::string& hint) {
  shapes_ += fmt::format(R"_(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="var(--{})")_",
                         x, y, width, height, colour);
  if (opacity < 1.0) shapes_ += fmt::format(R"_( fill-opacity="{:.3g}")_", opacity);
  shapes_ += closed("rect", hint);
}

void SvgDrawing::text(double x, double y, Anchor anchor, const std::string& text, bool strong) {
  shapes_ += fmt::format(R"_(<text x="{:.1f}" y="{:.1f}" text-anchor="{}"{}>{}</text>)_", x, y,
                         name_of(anchor), strong ? R"_( class="strong")_" : "", escape(text)) +
             "\n";
}

void SvgDrawing::turned_text(double x, double y, Anchor anchor, double degrees, const std::string& text) {
  shapes_ +=
      fmt::format(R"_(<text transform="translate({:.1f} {:.1f}) rotate({:.0f})" text-anchor="{}">{}</text>)_",
                  x, y, degrees, name_of(anchor), escape(text)) +
      "\n";
}

std::string SvgDrawing::str(bool scrolls) const {
  const std::string size = scrolls
                               ? fmt::format(R"_( style="width: {:.0f}px" width="{:.0f}" height="{:.0f}")_",
                                             width_, width_, height_)
                               : std::string();
  return fmt::format(
      "<svg viewBox=\"0 0 {:.0f} {:.0f}\"{} role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n",
      width_, height_, size, escape(text_.title), escape(text_.description), shapes_);
}

std::string fit(const std::string& text, double width) {
  const auto letters = static_cast<std::size_t>(width / kLetterWidth);
  const std::string shown = printable(text);
  std::size_t count = 0;
  std::size_t last = 0;  // where the letter begins that an ellipsis would replace
  for (std::size_t at = 0; at < shown.size(); ++count) {
    if (count == letters) return shown.substr(0, last) + "…";
    last = at;
    char32_t code_point;
    const std::size_t length = decode_utf8(shown, at, code_point);
    at += length == 0 ? 1 : length;
  }
  return shown;
}

}  // namespace sentiment
