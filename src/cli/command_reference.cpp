#include "cli/command_reference.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/command_line.h"

namespace sentiment {
namespace {

constexpr std::string_view kChoiceCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_-";

OptionReference option_reference(const CLI::Option& option) {
  OptionReference reference{{}, "", option.get_description()};
  for (const std::string& name : option.get_snames()) reference.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) reference.names.push_back("--" + name);
  if (option.get_items_expected_max() > 0) reference.value = option.get_type_name();
  return reference;
}

}  // namespace

std::vector<std::string> OptionReference::choices() const {
  std::vector<std::string> names;
  if (value.find('|') == std::string::npos) return names;
  std::size_t begin = 0;
  while (begin <= value.size()) {
    const std::size_t end = std::min(value.find('|', begin), value.size());
    const std::string choice = value.substr(begin, end - begin);
    names.push_back(choice.substr(0, choice.find_first_not_of(kChoiceCharacters)));  // cuda of cuda[:N]
    begin = end + 1;
  }
  return names;
}

bool OptionReference::takes_path() const { return value == "FILE" || value.ends_with("DIR"); }

CommandReference reference_of(const CLI::App& program) {
  CommandReference reference{program.get_name(), program.get_description(), {}, {}, program.get_footer(), {}};
  for (const CLI::Option* option : program.get_options()) {
    if (option->get_positional()) {
      reference.arguments.push_back({option->get_name(), option->get_description(), option->get_required()});
    } else {
      reference.options.push_back(option_reference(*option));
    }
  }
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
    reference.commands.push_back(reference_of(*command));
  return reference;
}

void add_generate_option(CLI::App& program, const std::string& version) {
  const auto generate = [&program, version](std::size_t kind) {
    const CommandReference reference = reference_of(program);
    const std::string text = kind == 0   ? man_page(reference, version)
                             : kind == 1 ? bash_completion(reference)
                             : kind == 2 ? zsh_completion(reference)
                                         : fish_completion(reference);
    throw CLI::CallForVersion(text, 0);  // as --version does: text to print in place of a command
  };
  add_choice_option(program, "--generate", {"man", "bash", "zsh", "fish"}, generate,
                    "print the manual page, or a script by which a shell completes command lines");
}

}  // namespace sentiment
