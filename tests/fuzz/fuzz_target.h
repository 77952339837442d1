// What fuzz targets share. A target gets any bytes and may answer with sentiment::Error alone: every other
// exception, signal or broken property ends the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);

namespace sentiment {

/// A property that holds for every input.
inline void expect(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken property: %s\n", property);
  std::abort();
}

/// Runs `action`; false if it threw an Error, whose text must be one line.
template <class Action>
bool answers(const Action& action) {
  try {
    action();
    return true;
  } catch (const Error& error) {
    for (const char* c = error.what(); *c != '\0'; ++c)
      expect(static_cast<unsigned char>(*c) >= 0x20 && *c != 0x7F,
             "an error is one line without control bytes");
    return false;
  }
}

inline std::string_view as_text(const uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Takes the first byte of `text`: it chooses how the rest is read. 0 if there is none.
inline unsigned take_choice(std::string_view& text) {
  if (text.empty()) return 0;
  const auto choice = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  return choice;
}

}  // namespace sentiment
