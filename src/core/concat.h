// Messages in files that see libtorch's headers, which carry another fmt; everywhere else use fmt.
#pragma once

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace sentiment {

inline void append_part(std::string& out, std::string_view part) { out += part; }

template <class Number>
requires std::is_arithmetic_v<Number>
void append_part(std::string& out, Number number) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out.append(buffer, end);
}

/// The parts one after another; numbers shortest and locale-free.
template <class... Parts>
std::string concat(const Parts&... parts) {
  std::string out;
  (append_part(out, parts), ...);
  return out;
}

/// `value` with `digits` decimals.
inline std::string fixed(double value, int digits) {
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits).ptr;
  return {buffer, end};
}

/// `value` as 1.0e-03 with `digits` decimals.
inline std::string scientific(double value, int digits) {
  char buffer[64];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific, digits).ptr;
  return {buffer, end};
}

}  // namespace sentiment
