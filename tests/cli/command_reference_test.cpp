#include "cli/command_reference.h"

#include <gmock/gmock.h>

#include "cli/command_line.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// The reference of a program with one command, `paint WALL [OVER]`, that has every kind of option.
CommandReference painter() {
  CLI::App program{"paints walls", "painter"};
  CommandBody chosen;
  std::string wall, over;
  std::optional<int64_t> coats;
  std::optional<int> color;
  std::optional<std::string> plan, device;
  bool gloss = false;
  CLI::App& command = add_command(program, "paint", "paint it: now", chosen, [] { return 0; });
  add_path_argument(command, "WALL", wall, "what to paint")->required();
  add_path_argument(command, "OVER", over, "what is under it");
  add_integer_option(command, "--coats", coats, 1, 9, "how often");
  add_choice_option<int>(command, "--color", color, {{"red", 0}, {"sky-blue", 1}}, "what's [seen]");
  add_text_option(command, "-p,--plan", plan, "FILE", "a drawing");
  add_text_option(command, "--device", device, "hand|robot[:N]", "who paints");
  command.add_flag("--gloss", gloss, "shine");
  command.footer(".shown as it is\n  painter paint a\\b");
  return reference_of(program);
}

/// The painter's option of that name.
OptionReference option(const std::string& name) {
  const CommandReference reference = painter();
  for (const OptionReference& option : reference.commands.at(0).options)
    if (option.names.back() == name) return option;
  return {};
}

TEST(CommandReference, HasArgumentsAsDeclared) {
  const CommandReference paint = painter().commands.at(0);
  EXPECT_EQ(paint.name, "paint");
  ASSERT_EQ(paint.arguments.size(), 2u);
  EXPECT_EQ(paint.arguments[0].name, "WALL");
  EXPECT_TRUE(paint.arguments[0].required);
  EXPECT_EQ(paint.arguments[1].sentence, "what is under it");
  EXPECT_FALSE(paint.arguments[1].required);
}

TEST(CommandReference, HasNamesAndValuesOfOptionsAsTyped) {
  EXPECT_THAT(option("--plan").names, ElementsAre("-p", "--plan"));
  EXPECT_EQ(option("--plan").value, "FILE");
  EXPECT_EQ(option("--coats").value, "N");
  EXPECT_EQ(option("--gloss").value, "");
}

TEST(OptionReference, KnowsTheNamesThatAValueMayBe) {
  EXPECT_THAT(option("--color").choices(), ElementsAre("red", "sky-blue"));
  EXPECT_THAT(option("--device").choices(), ElementsAre("hand", "robot"));
  EXPECT_THAT(option("--coats").choices(), IsEmpty());
  EXPECT_THAT(option("--gloss").choices(), IsEmpty());
}

TEST(OptionReference, KnowsWhetherAValueIsAPath) {
  EXPECT_TRUE(option("--plan").takes_path());
  EXPECT_FALSE(option("--coats").takes_path());
}

TEST(ManPage, ShowsTextAsItIs) {
  const std::string page = man_page(painter(), "1.0");
  EXPECT_THAT(page, HasSubstr("\\fBpainter paint\\fR \\fIWALL\\fR [\\fIOVER\\fR] [\\fIOPTIONS\\fR]\n"));
  EXPECT_THAT(page, HasSubstr("\\fB\\-p\\fR, \\fB\\-\\-plan\\fR \\fIFILE\\fR\na drawing\n"));
  EXPECT_THAT(page, HasSubstr("\n\\&.shown as it is\n  painter paint a\\eb\n"));
}

TEST(BashCompletion, HasACaseForEachValueThatIsNoPath) {
  const std::string script = bash_completion(painter());
  EXPECT_THAT(script, HasSubstr("'paint --color') choices='red sky-blue' ;;\n"));
  EXPECT_THAT(script, HasSubstr("'paint --coats') choices='' ;;\n"));
  EXPECT_THAT(script, Not(HasSubstr("'paint --plan')")));
  EXPECT_THAT(script, HasSubstr("--coats --color -p --plan --device --gloss' ;;\n"));
}

TEST(ZshCompletion, EscapesWhatZshReadsInSentences) {
  const std::string script = zsh_completion(painter());
  EXPECT_THAT(script, HasSubstr("'paint:paint it\\: now'"));
  EXPECT_THAT(script, HasSubstr("'--color[what'\\''s \\[seen\\]]:red|sky-blue:(red sky-blue)'"));
  EXPECT_THAT(script, HasSubstr("'(-p --plan)'{-p,--plan}'[a drawing]:FILE:_files'"));
}

TEST(FishCompletion, HasALineForEachOption) {
  const std::string script = fish_completion(painter());
  EXPECT_THAT(script, HasSubstr("-l color -x -a 'red sky-blue' -d 'what\\'s [seen]'\n"));
  EXPECT_THAT(script, HasSubstr("-s p -l plan -r -F -d 'a drawing'\n"));
  EXPECT_THAT(script, HasSubstr("-l gloss -d 'shine'\n"));
}

}  // namespace
}  // namespace sentiment
