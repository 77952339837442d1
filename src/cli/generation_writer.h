// How generated texts are written: one a line as they grow, or one JSON object a line when they are done.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/language_model.h"
#include "inference/text_generator.h"

namespace sentiment {

enum class GenerationFormat { kText, kJsonl };

/// What a text begins with. The label is read before it, and not written into it.
struct GenerationPrompt {
  std::optional<std::string> label;
  std::string text;                 // as the user wrote it; runs of white space are one space
  std::vector<std::string> tokens;  // as the tokenizer cuts it
};

class GenerationWriter {
 public:
  virtual ~GenerationWriter() = default;

  /// The text begins. Returns what can be written.
  virtual std::string begin(int64_t number) = 0;
  /// Its next token.
  virtual std::string add(const DrawnToken& token) = 0;
  /// It ends with the token before.
  virtual std::string finish() = 0;
};

/// Borrows all but the format. A writer writes one text after another.
std::unique_ptr<GenerationWriter> generation_writer(GenerationFormat format, const LanguageModel& model,
                                                    const GenerationPrompt& prompt, uint64_t seed);

}  // namespace sentiment
