#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <sstream>
#include <string_view>

#include "cli/program.h"
#include "cli/standard_streams.h"
#include "core/error.h"
#include "core/log.h"
#include "core/quote.h"
#include "core/thread_pool.h"
#include "json/spelling.h"

namespace sentiment {
namespace {

constexpr int64_t kMaxThreads = 256;

/// CLI11's own numbers may also be octal and hexadecimal.
int64_t parse_integer(const std::string& name, std::string_view text, int64_t low, int64_t high) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (!is_number || value < low || value > high) {
    throw CLI::ValidationError(
        fmt::format("{}: expected an integer from {} to {}, found {}", name, low, high, quote(text)));
  }
  return value;
}

double parse_number(const std::string& name, std::string_view text, double low, double high) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (!is_number || !(value >= low && value <= high)) {
    throw CLI::ValidationError(
        fmt::format("{}: expected a number from {} to {}, found {}", name, low, high, quote(text)));
  }
  return value;
}

/// The long names that options of `command` have, as typed.
std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What is wrong, with the option that was probably meant.
std::string explain(const CLI::App& program, const CLI::ParseError& error) {
  const auto commands = program.get_subcommands();
  const CLI::App& command = commands.empty() ? program : *commands.front();
  const std::vector<std::string> unexpected = command.remaining();
  if (unexpected.empty()) return error.what();
  const std::string& first = unexpected.front();
  const std::string hint =
      first.starts_with("--") ? did_you_mean(first.substr(0, first.find('=')), option_names(command)) : "";
  return fmt::format("unexpected argument {}{}", quote(first), hint);
}

/// "sentiment predict", as far as the command line got.
std::string called(const CLI::App& program) {
  std::string path = program.get_name();
  for (const CLI::App* command : program.get_subcommands()) path += " " + command->get_name();
  return path;
}

}  // namespace

CLI::App& add_command(CLI::App& program, const std::string& name, const std::string& sentence,
                      CommandBody& chosen, CommandBody body) {
  CLI::App& command = *program.add_subcommand(name, sentence);
  CLI::Option* quiet = command.add_flag_callback(
      "-q,--quiet", [] { set_log_level(LogLevel::kQuiet); }, "only warnings and errors on standard error");
  CLI::Option* verbose = command.add_flag_callback(
      "-v,--verbose", [] { set_log_level(LogLevel::kVerbose); }, "also details on standard error");
  quiet->excludes(verbose);
  command.callback([&chosen, body = std::move(body)] { chosen = body; });
  return command;
}

CLI::Option* add_path_argument(CLI::App& command, const std::string& name, std::string& target,
                               const std::string& sentence) {
  return command.add_option(name, target, sentence)->type_name("");
}

void add_text_option(CLI::App& command, const std::string& name, std::optional<std::string>& target,
                     const std::string& value_name, const std::string& sentence) {
  command
      .add_option_function<std::string>(
          name, [&target](const std::string& text) { target = text; }, sentence)
      ->type_name(value_name);
}

void add_integer_option(CLI::App& command, const std::string& name, std::optional<int64_t>& target,
                        int64_t low, int64_t high, const std::string& sentence) {
  command
      .add_option_function<std::string>(
          name, [=, &target](const std::string& text) { target = parse_integer(name, text, low, high); },
          sentence)
      ->type_name("N");
}

void add_number_option(CLI::App& command, const std::string& name, std::optional<double>& target, double low,
                       double high, const std::string& value_name, const std::string& sentence) {
  command
      .add_option_function<std::string>(
          name, [=, &target](const std::string& text) { target = parse_number(name, text, low, high); },
          sentence)
      ->type_name(value_name);
}

void add_threads_option(CLI::App& command, std::optional<int64_t>& threads) {
  add_integer_option(command, "--threads", threads, 1, kMaxThreads,
                     "threads to compute on (default: the cores available)");
}

int threads_to_use(const std::optional<int64_t>& threads) {
  return static_cast<int>(threads.value_or(std::min<int64_t>(available_cores(), kMaxThreads)));
}

void add_set_option(CLI::App& command, std::vector<std::string>& overrides) {
  command
      .add_option_function<std::string>(
          "--set", [&overrides](const std::string& assignment) { overrides.push_back(assignment); },
          "override a setting, as in --set trainer.epochs=3; may be repeated")
      ->type_name("A.B=VALUE")
      ->trigger_on_parse();
}

void add_choice_option(CLI::App& command, const std::string& name, const std::vector<std::string>& choices,
                       const std::function<void(std::size_t)>& choose, const std::string& sentence) {
  const auto read = [=](const std::string& text) {
    const auto found = std::find(choices.begin(), choices.end(), text);
    if (found == choices.end()) {
      throw CLI::ValidationError(fmt::format("{}: expected one of {}, found {}{}", name,
                                             fmt::join(choices, ", "), quote(text),
                                             did_you_mean(text, choices)));
    }
    choose(static_cast<std::size_t>(found - choices.begin()));
  };
  command.add_option_function<std::string>(name, read, sentence)
      ->type_name(fmt::format("{}", fmt::join(choices, "|")));
}

int parse_and_run(CLI::App& program, int argc, const char* const* argv, const CommandBody& chosen) {
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& asked_for) {  // --help and --version
    std::ostringstream text;
    program.exit(asked_for, text, text);
    write_results(std::cout, text.str());
    return kSuccess;
  } catch (const CLI::ParseError& error) {
    throw ConfigError(fmt::format("{}; see '{} --help'", explain(program, error), called(program)));
  }
  return chosen();
}

}  // namespace sentiment
