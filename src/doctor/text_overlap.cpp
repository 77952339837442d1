#include "doctor/text_overlap.h"

#include <algorithm>
#include <array>
#include <limits>

#include "doctor/near_texts.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxParts = 3;
constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

/// A text's first row in each part, and its nearly equal ones.
struct TextRows {
  std::array<uint32_t, kMaxParts> first{kNone, kNone, kNone};       // row of the part
  std::array<uint32_t, kMaxParts> near_first{kNone, kNone, kNone};  // the first row of a near text
  uint32_t near_other_label = kNone;  // training row of a near text that is labelled differently
  uint32_t two_labels = kNone;        // the first training row with another label than the first row's
};

class OverlapFinder {
 public:
  OverlapFinder(const DataScan& scan, ThreadPool& pool) : scan_(scan), texts_(scan.texts.size()) {
    for (std::size_t part = 0; part < scan.parts.size(); ++part) note_first_rows(part);
    find_near_pairs(scan.texts,
                    {[this](uint32_t a, uint32_t b) { return matters(a, b) || matters(b, a); },
                     [this](uint32_t a, uint32_t b) {
                       take(a, b);
                       take(b, a);
                     }},
                    pool);
  }

  TextOverlap overlap() const {
    TextOverlap overlap;
    for (std::size_t part = 0; part < scan_.parts.size(); ++part) {
      for (std::size_t in = 0; in <= part; ++in) overlap.parts.push_back(count(part, in));
    }
    count_two_labels(overlap);
    return overlap;
  }

 private:
  const ScannedRow& row(std::size_t part, uint32_t number) const { return scan_.parts[part].rows[number]; }

  void note_first_rows(std::size_t part) {
    const std::vector<ScannedRow>& rows = scan_.parts[part].rows;
    for (uint32_t number = 0; number < rows.size(); ++number) {
      TextRows& text = texts_[rows[number].text];
      if (text.first[part] == kNone) text.first[part] = number;
      const bool is_other = rows[text.first[part]].label != rows[number].label;
      if (part == 0 && is_other && text.two_labels == kNone) text.two_labels = number;
    }
  }

  bool differs_in_label(const TextRows& a, const TextRows& b) const {
    return a.first[0] != kNone && b.first[0] != kNone && row(0, a.first[0]).label != row(0, b.first[0]).label;
  }

  /// Whether it is news for text a that b is near.
  bool matters(uint32_t a, uint32_t b) const {
    const TextRows& text = texts_[a];
    const TextRows& twin = texts_[b];
    for (std::size_t part = 0; part < kMaxParts; ++part) {
      if (twin.first[part] < text.near_first[part]) return true;
    }
    return differs_in_label(text, twin) && twin.first[0] < text.near_other_label;
  }

  void take(uint32_t a, uint32_t b) {
    TextRows& text = texts_[a];
    const TextRows& twin = texts_[b];
    for (std::size_t part = 0; part < kMaxParts; ++part)
      text.near_first[part] = std::min(text.near_first[part], twin.first[part]);
    if (differs_in_label(text, twin)) text.near_other_label = std::min(text.near_other_label, twin.first[0]);
  }

  void add(const ScannedRow& row, const ScannedRow& twin, TwinCount& count) const {
    count.tally.add({row.place, twin.place, scan_.openings[row.text]});
    count.other_label += row.label != twin.label ? 1 : 0;
  }

  PartOverlap count(std::size_t part, std::size_t in) const {
    PartOverlap overlap{scan_.parts[part].name, scan_.parts[in].name, {}, {}};
    const std::vector<ScannedRow>& rows = scan_.parts[part].rows;
    overlap.exact.of = overlap.near.of = static_cast<int64_t>(rows.size());
    for (uint32_t number = 0; number < rows.size(); ++number) {
      const TextRows& text = texts_[rows[number].text];
      const uint32_t end = part == in ? number : kNone;  // twins are looked for among the rows before it
      if (text.first[in] < end) {
        add(rows[number], row(in, text.first[in]), overlap.exact);
      } else if (text.near_first[in] < end) {
        add(rows[number], row(in, text.near_first[in]), overlap.near);
      }
    }
    return overlap;
  }

  /// Every row of such a text is counted, the first one's twin being the first row with another label.
  void count_two_labels(TextOverlap& overlap) const {
    const std::vector<ScannedRow>& rows = scan_.parts[0].rows;
    overlap.under_two_labels.of = overlap.near_under_two_labels.of = static_cast<int64_t>(rows.size());
    for (const ScannedRow& each : rows) {
      const TextRows& text = texts_[each.text];
      const ScannedRow& first = row(0, text.first[0]);
      if (text.two_labels != kNone) {
        const ScannedRow& other = row(0, text.two_labels);
        add(each, each.label == first.label ? other : first, overlap.under_two_labels);
      } else if (text.near_other_label != kNone) {
        add(each, row(0, text.near_other_label), overlap.near_under_two_labels);
      }
    }
  }

  const DataScan& scan_;
  std::vector<TextRows> texts_;
};

}  // namespace

std::string PartOverlap::name() const { return part == in ? "within_" + part : part + "_in_" + in; }

const PartOverlap* TextOverlap::find(const std::string& part, const std::string& in) const {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const PartOverlap& each) {
    return each.part == part && each.in == in;
  });
  return found == parts.end() ? nullptr : &*found;
}

TextOverlap find_overlap(const DataScan& scan, ThreadPool& pool) {
  return OverlapFinder(scan, pool).overlap();
}

}  // namespace sentiment
