// Command lines read strictly: one line for what is wrong, options that several commands have, and the chosen
// command run after all of them have been read.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sentiment {

/// What the chosen command does; returns the exit status. A command's callback sets it.
using CommandBody = std::function<int()>;

/// Adds a command with -q and -v; when it is chosen, `body` is what parse_and_run calls.
CLI::App& add_command(CLI::App& program, const std::string& name, const std::string& sentence,
                      CommandBody& chosen, CommandBody body);

/// A positional argument that takes a path.
CLI::Option* add_path_argument(CLI::App& command, const std::string& name, std::string& target,
                               const std::string& sentence);

/// An option that takes any text; `value_name` stands for it in the help.
void add_text_option(CLI::App& command, const std::string& name, std::optional<std::string>& target,
                     const std::string& value_name, const std::string& sentence);

/// An option that takes a decimal integer in [low, high].
void add_integer_option(CLI::App& command, const std::string& name, std::optional<int64_t>& target,
                        int64_t low, int64_t high, const std::string& sentence);

/// An option that takes a number in [low, high], with a decimal point whatever the locale.
void add_number_option(CLI::App& command, const std::string& name, std::optional<double>& target, double low,
                       double high, const std::string& value_name, const std::string& sentence);

/// --threads, 1 to 256.
void add_threads_option(CLI::App& command, std::optional<int64_t>& threads);

/// The threads asked for, by default as many as there are cores to run on.
int threads_to_use(const std::optional<int64_t>& threads);

/// --set, once per override: "a.b=VALUE".
void add_set_option(CLI::App& command, std::vector<std::string>& overrides);

/// An option that takes one of a few names.
void add_choice_option(CLI::App& command, const std::string& name, const std::vector<std::string>& choices,
                       const std::function<void(std::size_t)>& choose, const std::string& sentence);

/// The same for an enum: `choices` pairs names with values.
template <class Enum>
void add_choice_option(CLI::App& command, const std::string& name, std::optional<Enum>& target,
                       const std::vector<std::pair<std::string, Enum>>& choices,
                       const std::string& sentence) {
  std::vector<std::string> names;
  for (const auto& choice : choices) names.push_back(choice.first);
  add_choice_option(
      command, name, names, [&target, choices](std::size_t i) { target = choices[i].second; }, sentence);
}

/// Reads the command line and runs the command that it sets in `chosen`; prints --help and --version on
/// standard output instead. Throws ConfigError if the command line makes no sense.
int parse_and_run(CLI::App& program, int argc, const char* const* argv, const CommandBody& chosen);

}  // namespace sentiment
