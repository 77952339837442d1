// What the data doctor says of one thing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentiment {

enum class Severity {
  kFinding,  // would spoil a run
  kNote,     // is worth knowing
};

/// Examples kept of each kind: enough to mend most files by, and little memory.
inline constexpr std::size_t kMaxExamples = 1'000;

/// A row that shows what is meant.
struct RowExample {
  std::string place;
  std::string twin;  // place of the row it is compared with; empty if there is none
  std::string text;  // how it begins, or the part that matters; as in the data
};

/// Rows of one kind, and the first of them.
struct RowTally {
  int64_t rows = 0;
  std::vector<RowExample> examples;  // at most kMaxExamples

  void add(RowExample example);
};

struct Verdict {
  Severity severity = Severity::kNote;
  std::string check;  // what was looked at, as a name that does not change: "near_duplicates"
  std::string part;   // "train", "valid", "test", or "labels", "vectors"
  std::string fact;   // with figures
  std::string remedy;
  int64_t rows = 0;
  int64_t of = 0;
  std::vector<RowExample> examples;
  std::string in = {};  // the part that has the twins, if it is another one
};

/// All of it in a line: "PART: FACT (such as PLACE); REMEDY".
std::string one_line(const Verdict& verdict);

/// At most about `max_bytes` of `text` from `at` on, whole characters.
std::string excerpt(std::string_view text, std::size_t at = 0, std::size_t max_bytes = 60);

/// The same, with a few characters before `at`.
std::string excerpt_around(std::string_view text, std::size_t at);

/// `part` of `whole`; 0 if there is nothing.
double share_of(int64_t part, int64_t whole);

/// A share with two decimals: "1.25 %".
std::string percent(double share);

}  // namespace sentiment
