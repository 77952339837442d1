// What a program's commands are, as declared to CLI11: the one source of the manual page and of what shells
// complete.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace sentiment {

struct OptionReference {
  std::vector<std::string> names;  // as typed, the short ones first: "-o", "--output-dir"
  std::string value;               // what stands for its value in the help, empty for a flag
  std::string sentence;

  /// The names that the value may be, or none if it is not one of a few.
  std::vector<std::string> choices() const;
  /// Whether the value is a path.
  bool takes_path() const;
};

struct ArgumentReference {
  std::string name;  // as in "MODEL": all of them are paths
  std::string sentence;
  bool required;
};

struct CommandReference {
  std::string name;
  std::string sentence;
  std::vector<ArgumentReference> arguments;
  std::vector<OptionReference> options;
  std::string footer;                      // what the help ends with: formats and examples
  std::vector<CommandReference> commands;  // of the program itself; a command has none
};

CommandReference reference_of(const CLI::App& program);

/// The manual page of section 1, for man.
std::string man_page(const CommandReference& program, const std::string& version);

/// Scripts by which shells complete commands, options, choices and file names.
std::string bash_completion(const CommandReference& program);
std::string zsh_completion(const CommandReference& program);
std::string fish_completion(const CommandReference& program);

/// `--generate man|bash|zsh|fish`, which prints one of them in place of running a command.
void add_generate_option(CLI::App& program, const std::string& version);

}  // namespace sentiment
