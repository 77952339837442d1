#include "benchmark/command_loop.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

int64_t now() { return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1); }

Json answer(const std::map<std::string, Command>& commands, const std::string& line) {
  std::vector<std::string> words = parse_json(line).get<std::vector<std::string>>();
  const auto found = words.empty() ? commands.end() : commands.find(words.front());
  if (found == commands.end()) {
    std::string known;
    for (const auto& [name, command] : commands) known += (known.empty() ? "" : ", ") + name;
    throw Error(concat("expected one of ", known, "; found ", quote(words.empty() ? line : words.front())));
  }
  words.erase(words.begin());
  return found->second(Arguments(std::move(words)));
}

}  // namespace

const std::string& Arguments::text(std::size_t index) const {
  if (index >= values_.size()) {
    throw Error(concat("expected at least ", index + 1, " arguments, found ", values_.size()));
  }
  return values_[index];
}

int64_t Arguments::number(std::size_t index) const {
  const std::string& value = text(index);
  int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) {
    throw Error(concat("argument ", index + 1, ": expected a whole number, found ", quote(value)));
  }
  return number;
}

std::vector<std::string> Arguments::rest(std::size_t index) const {
  return {values_.begin() + static_cast<std::ptrdiff_t>(std::min(index, values_.size())), values_.end()};
}

void serve(const std::map<std::string, Command>& commands, std::istream& in, std::ostream& out) {
  for (std::string line; std::getline(in, line);) {
    Json reply;
    try {
      reply = answer(commands, line);
    } catch (const std::exception& error) {
      reply = {{"error", error.what()}};
    }
    out << dump_json(reply) << std::endl;
  }
}

Stopwatch::Stopwatch() : start_(now()) {}
double Stopwatch::seconds() const { return static_cast<double>(now() - start_) * 1e-9; }

}  // namespace sentiment
