#include "text/code_points.h"

#include <utf8proc.h>

#include <algorithm>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::array<CodePoint, 32> kWindows1252 = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

CodePoint plain(CodePoint c) {
  switch (c) {
    case 0x00B4:  // typed for an apostrophe
    case 0x2018:
    case 0x2019:
    case 0x201B:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201F:
      return '"';
    case 0x2010:
    case 0x2011:
      return '-';
    default:
      return c;
  }
}

bool is_invisible(CodePoint c) {
  constexpr CodePoint kZeroWidthSpace = 0x200B;
  return c != kZeroWidthSpace && utf8proc_get_property(c)->ignorable != 0;
}

bool is_skin_tone(CodePoint c) { return c >= 0x1F3FB && c <= 0x1F3FF; }

bool is_emoji(CodePoint c) { return c >= 128 && class_of(c) == CharacterClass::kEmoji; }

/// Appends code points and decides what depends on neighbours: joiners and skin tones. `begin` is where this
/// text starts in `out`.
class Reader {
 public:
  explicit Reader(std::vector<CodePoint>& out) : out_(out), begin_(out.size()) {}

  void add(CodePoint c) {
    if (c < 128) return push(c);
    c = plain(from_windows_1252(c));
    if (c == kEllipsis) {
      for (int i = 0; i < 3; ++i) push('.');
    } else if (c == kZeroWidthJoiner) {
      if (after_emoji()) out_.push_back(c);
    } else if (!is_invisible(c) && !(is_skin_tone(c) && after_emoji())) {
      push(c);
    }
  }

  void finish() {
    if (after_joiner()) out_.pop_back();
  }

 private:
  static constexpr CodePoint kEllipsis = 0x2026;

  bool after_emoji() const { return out_.size() > begin_ && is_emoji(out_.back()); }
  bool after_joiner() const { return out_.size() > begin_ && out_.back() == kZeroWidthJoiner; }

  void push(CodePoint c) {
    if (after_joiner() && !is_emoji(c)) out_.pop_back();
    out_.push_back(c);
  }

  std::vector<CodePoint>& out_;
  std::size_t begin_;
};

/// Appends the canonical decomposition of `c`.
void decompose(CodePoint c, utf8proc_option_t options, std::vector<CodePoint>& out) {
  std::array<CodePoint, 32> parts{};  // the longest has 4 (Unicode's stability policy bounds it by 18)
  int boundary_state = 0;
  const auto count = utf8proc_decompose_char(c, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                             options, &boundary_state);
  out.insert(out.end(), parts.begin(), parts.begin() + count);
}

/// Canonical ordering (Unicode 3.11, D109). Sorting, because utf8proc's own exchange of neighbours takes
/// quadratic time on a long run of marks.
void order_marks(std::vector<CodePoint>& text) {
  const auto rank = [](CodePoint c) { return utf8proc_get_property(c)->combining_class; };
  for (auto at = text.begin(); at != text.end();) {
    at = std::find_if(at, text.end(), [&](CodePoint c) { return c >= 0x300 && rank(c) != 0; });
    const auto end = std::find_if(at, text.end(), [&](CodePoint c) { return rank(c) == 0; });
    if (end - at > 1) {
      std::stable_sort(at, end, [&](CodePoint a, CodePoint b) { return rank(a) < rank(b); });
    }
    at = end;
  }
}

}  // namespace

void read_code_points(std::string_view text, std::vector<CodePoint>& out) {
  Reader reader(out);
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0;
    std::size_t length = decode_utf8(text, at, c);
    if (length == 0) {
      length = invalid_utf8_length(text, at);
      c = static_cast<char32_t>(kReplacement);
    }
    reader.add(static_cast<CodePoint>(c));
    at += length;
  }
  reader.finish();
}

void normalize(std::span<const CodePoint> text, bool fold_case, std::vector<CodePoint>& out) {
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                      (fold_case ? UTF8PROC_CASEFOLD : 0));
  out.clear();
  for (const CodePoint c : text) {
    if (c < 128) {
      out.push_back(fold_case && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    } else {
      decompose(c, options, out);
    }
  }
  order_marks(out);
  const auto size = utf8proc_normalize_utf32(out.data(), static_cast<utf8proc_ssize_t>(out.size()), options);
  out.resize(static_cast<std::size_t>(size));
}

Utf8 encode_utf8(CodePoint c) {
  const auto low = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {{static_cast<char>(c)}, 1};
  if (c < 0x800) return {{static_cast<char>(0xC0 | c >> 6), low(0)}, 2};
  if (c < 0x10000) return {{static_cast<char>(0xE0 | c >> 12), low(6), low(0)}, 3};
  return {{static_cast<char>(0xF0 | c >> 18), low(12), low(6), low(0)}, 4};
}

CodePoint from_windows_1252(CodePoint c) {
  return c >= 0x80 && c <= 0x9F ? kWindows1252[static_cast<std::size_t>(c - 0x80)] : c;
}

}  // namespace sentiment
