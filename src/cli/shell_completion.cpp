// Completion scripts. They need nothing but the shell; a value that is none of a few names is left to the
// user.
#include <fmt/format.h>

#include "cli/command_reference.h"

namespace sentiment {
namespace {

// {0} names of the program's options and commands, {1} a case for each command.
constexpr const char* kBash = R"(# bash completion for sentiment
_sentiment() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} options choices
  COMPREPLY=()
  if [[ $word == = ]]; then word=; fi
  if [[ $before == = ]]; then before=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '{0}' -- "$word")
    return
  fi
  choices=-
  case "${{COMP_WORDS[1]}} $before" in
{1}  esac
  if [[ $choices != - ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    compopt +o default +o bashdefault 2>/dev/null
    return
  fi
  if [[ $word != -* ]]; then return; fi
  case "${{COMP_WORDS[1]}}" in
{2}  esac
  mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}}
complete -o bashdefault -o default -F _sentiment sentiment)";

// {0} the commands with their sentences, {1} a case for each.
constexpr const char* kZsh = R"(#compdef sentiment
_sentiment() {{
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C {2} '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a commands=({0})
      _describe command commands
      ;;
    argument)
      case $line[1] in
{1}      esac
      ;;
  esac
}}
if [ "$funcstack[1]" = _sentiment ]; then _sentiment "$@"; else compdef _sentiment sentiment; fi)";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

/// In single quotes, for bash and zsh.
std::string shell_quoted(const std::string& text) { return "'" + replaced(text, "'", "'\\''") + "'"; }
std::string fish_quoted(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string option_names(const CommandReference& command) {
  std::string names;
  for (const OptionReference& option : command.options)
    for (const std::string& name : option.names) names += (names.empty() ? "" : " ") + name;
  return names;
}

/// One case for each option of `command` whose value is no path.
std::string bash_values(const CommandReference& command) {
  std::string cases;
  for (const OptionReference& option : command.options) {
    if (option.value.empty() || option.takes_path()) continue;
    std::string pattern;
    for (const std::string& name : option.names)
      pattern += fmt::format("{}'{} {}'", pattern.empty() ? "" : " | ", command.name, name);
    cases += fmt::format("    {}) choices='{}' ;;\n", pattern, fmt::join(option.choices(), " "));
  }
  return cases;
}

/// An option as zsh's _arguments takes it: '(-o --output-dir)'{-o,--output-dir}'[sentence]:DIR:_files'.
std::string zsh_option(const OptionReference& option) {
  const std::string sentence =
      replaced(replaced(replaced(option.sentence, "[", "\\["), "]", "\\]"), ":", "\\:");
  std::string specification = fmt::format("[{}]", sentence);
  if (!option.value.empty()) {
    const std::string values = option.takes_path() ? "_files"
                               : option.choices().empty()
                                   ? " "
                                   : fmt::format("({})", fmt::join(option.choices(), " "));
    specification += fmt::format(":{}:{}", replaced(option.value, ":", "\\:"), values);
  }
  if (option.names.size() == 1) return shell_quoted(option.names[0] + specification);
  return fmt::format("'({})'{{{}}}{}", fmt::join(option.names, " "), fmt::join(option.names, ","),
                     shell_quoted(specification));
}

std::string zsh_case(const CommandReference& command) {
  std::string line = fmt::format("        {}) _arguments", command.name);
  for (const OptionReference& option : command.options) line += " " + zsh_option(option);
  return line + " '*:file:_files' ;;\n";
}

std::string fish_option(const std::string& condition, const OptionReference& option) {
  std::string line = "complete -c sentiment -n " + fish_quoted(condition);
  for (const std::string& name : option.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (option.takes_path()) {
    line += " -r -F";
  } else if (!option.value.empty()) {
    line += fmt::format(" -x -a '{}'", fmt::join(option.choices(), " "));
  }
  return line + " -d " + fish_quoted(option.sentence) + "\n";
}

}  // namespace

std::string bash_completion(const CommandReference& program) {
  std::string first = option_names(program);
  std::string values;
  std::string options;
  for (const CommandReference& command : program.commands) {
    first += " " + command.name;
    values += bash_values(command);
    options += fmt::format("    {}) options='{}' ;;\n", command.name, option_names(command));
  }
  // Before a command stands nothing but an option of the program, of which --generate has choices.
  for (const OptionReference& option : program.options) {
    if (option.choices().empty()) continue;
    for (const std::string& name : option.names)
      values += fmt::format("    '{} {}') choices='{}' ;;\n", name, name, fmt::join(option.choices(), " "));
  }
  return fmt::format(kBash, first, values, options);
}

std::string zsh_completion(const CommandReference& program) {
  std::string commands;
  std::string cases;
  for (const CommandReference& command : program.commands) {
    commands += (commands.empty() ? "" : " ") +
                shell_quoted(command.name + ":" + replaced(command.sentence, ":", "\\:"));
    cases += zsh_case(command);
  }
  std::string options;
  for (const OptionReference& option : program.options)
    options += (options.empty() ? "" : " ") + zsh_option(option);
  return fmt::format(kZsh, commands, cases, options);
}

std::string fish_completion(const CommandReference& program) {
  std::string script = "# fish completion for sentiment\ncomplete -c sentiment -f\n";
  const std::string no_command = "__fish_use_subcommand";
  for (const OptionReference& option : program.options) script += fish_option(no_command, option);
  for (const CommandReference& command : program.commands) {
    script += fmt::format("complete -c sentiment -n {} -a {} -d {}\n", no_command, command.name,
                          fish_quoted(command.sentence));
    const std::string condition = "__fish_seen_subcommand_from " + command.name;
    for (const OptionReference& option : command.options) script += fish_option(condition, option);
    if (!command.arguments.empty())
      script += fmt::format("complete -c sentiment -n {} -F\n", fish_quoted(condition));
  }
  script.pop_back();
  return script;
}

}  // namespace sentiment
