// One more reading of a corpus, text by text: what is wrong with each, and what comparing them takes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/thread_pool.h"
#include "data/corpus.h"
#include "doctor/text_defects.h"
#include "doctor/text_sketch.h"
#include "doctor/verdict.h"

namespace sentiment {

/// A row whose text has a token.
struct ScannedRow {
  int32_t label;
  uint32_t text;  // index into DataScan::texts
  std::string place;
};

struct ScannedPart {
  std::string name;  // "train", "valid", "test"
  std::vector<ScannedRow> rows;
  std::vector<int64_t> lengths;  // tokens of each row before truncation, empty ones included
  int64_t with_markup = 0;       // rows with HTML that strip_html reads
  std::array<RowTally, kDefects> defects;

  const RowTally& defect(Defect kind) const { return defects[static_cast<std::size_t>(kind)]; }
};

struct DataScan {
  std::vector<ScannedPart> parts;
  std::vector<TextSketch> texts;      // the different ones, in order of their first row
  std::vector<std::string> openings;  // how each begins
};

/// Reads the rows that have one of the corpus's labels. Texts are compared by the tokens that the network
/// would read without truncation: case, spaces and mark-up make no difference. Linear in the data; keeps 4
/// bytes for a token and 0.5 kB for each different text. `corpus` is what read_corpus made of the same data.
/// Throws DataError or Error.
DataScan scan_data(const DataConfig& data, const TokenizerConfig& tokenizer, const Corpus& corpus,
                   ThreadPool& pool);

}  // namespace sentiment
