// The manual page: roff with the macros of man(7).
#include <fmt/format.h>

#include <sstream>

#include "cli/command_reference.h"

namespace sentiment {
namespace {

constexpr const char* kExitStatus = R"(.SH EXIT STATUS
.TP
.B 0
success, also where a reader of standard output has gone
.TP
.B 1
input, output, data or a model file is bad
.TP
.B 2
the command line or the config is wrong
.TP
.B 3
training diverged; the best model is kept
.TP
.BR 130 ", " 143
stopped by SIGINT or SIGTERM, after training has saved
)";

/// Text that roff prints as it is.
std::string escaped(const std::string& text) {
  std::string roff;
  bool at_line_begin = true;
  for (const char byte : text) {
    if (at_line_begin && (byte == '.' || byte == '\'')) roff += "\\&";
    if (byte == '\\') {
      roff += "\\e";
    } else if (byte == '-') {
      roff += "\\-";  // a minus that can be copied, not a hyphen
    } else {
      roff += byte;
    }
    at_line_begin = byte == '\n';
  }
  return roff;
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + escaped(text) + "\\fR"; }

/// "-o, --output-dir RUN_DIR".
std::string heading(const OptionReference& option) {
  std::string line;
  for (const std::string& name : option.names) line += (line.empty() ? "" : ", ") + bold(name);
  return option.value.empty() ? line : line + " " + italic(option.value);
}

void append_options(std::string& page, const CommandReference& command) {
  for (const ArgumentReference& argument : command.arguments)
    page += fmt::format(".TP\n{}\n{}\n", italic(argument.name), escaped(argument.sentence));
  for (const OptionReference& option : command.options)
    page += fmt::format(".TP\n{}\n{}\n", heading(option), escaped(option.sentence));
}

void append_command(std::string& page, const std::string& program, const CommandReference& command) {
  page += fmt::format(".SS \"{} {}\"\n{}.\n.PP\n{}", escaped(program), escaped(command.name),
                      escaped(command.sentence), bold(program + " " + command.name));
  for (const ArgumentReference& argument : command.arguments) {
    page += " " + (argument.required ? italic(argument.name) : "[" + italic(argument.name) + "]");
  }
  page += fmt::format(" [{}]\n", italic("OPTIONS"));
  append_options(page, command);
  if (!command.footer.empty()) page += fmt::format(".PP\n.nf\n{}\n.fi\n", escaped(command.footer));
}

}  // namespace

std::string man_page(const CommandReference& program, const std::string& version) {
  std::string page = fmt::format(".TH SENTIMENT 1 \"\" \"{} {}\" \"User Commands\"\n", program.name, version);
  page += fmt::format(".SH NAME\n{} \\- {}\n", program.name, escaped(program.sentence));
  page += fmt::format(".SH SYNOPSIS\n{} {} ...\n", bold(program.name), italic("COMMAND"));
  page += ".SH OPTIONS\n";
  append_options(page, program);
  page += ".SH COMMANDS\n";
  for (const CommandReference& command : program.commands) append_command(page, program.name, command);
  page += kExitStatus;
  page += fmt::format(".SH EXAMPLES\n.nf\n{}\n.fi", escaped(program.footer));
  return page;
}

}  // namespace sentiment
