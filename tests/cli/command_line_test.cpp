#include "cli/command_line.h"

#include <gmock/gmock.h>

#include "cli/program.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum class Color { kRed, kGreen };

/// A program with one command, `paint WALL`, that has every kind of option.
struct Painter {
  CLI::App program{"Paints", "painter"};
  CommandBody chosen;
  std::string wall;
  std::optional<int64_t> threads;
  std::optional<Color> color;
  std::optional<std::string> note;
  std::vector<std::string> overrides;
  bool painted = false;

  Painter() {
    program.require_subcommand(1);
    CLI::App& command = add_command(program, "paint", "paint a wall", chosen, [this] {
      painted = true;
      return 7;
    });
    add_path_argument(command, "WALL", wall, "what to paint")->required();
    add_threads_option(command, threads);
    add_choice_option<Color>(command, "--color", color, {{"red", Color::kRed}, {"green", Color::kGreen}},
                             "of the wall");
    add_text_option(command, "--note", note, "TEXT", "a note");
    add_set_option(command, overrides);
  }

  int run(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "painter");
    return parse_and_run(program, static_cast<int>(arguments.size()), arguments.data(), chosen);
  }
  std::string error(const std::vector<const char*>& arguments) {
    return message_of<ConfigError>([&] { run(arguments); });
  }
};

TEST(CommandLine, RunsTheChosenCommandAndReturnsItsStatus) {
  Painter painter;
  EXPECT_EQ(painter.run({"paint", "north"}), 7);
  EXPECT_TRUE(painter.painted);
  EXPECT_EQ(painter.wall, "north");
}

TEST(CommandLine, LeavesOptionsThatAreNotGivenEmpty) {
  Painter painter;
  painter.run({"paint", "north"});
  EXPECT_FALSE(painter.threads);
  EXPECT_FALSE(painter.color);
  EXPECT_FALSE(painter.note);
}

TEST(CommandLine, ReadsEveryKindOfOption) {
  Painter painter;
  painter.run({"paint", "--threads", "010", "--color=green", "-", "--note", ""});
  EXPECT_EQ(painter.threads, 10);
  EXPECT_EQ(painter.color, Color::kGreen);
  EXPECT_EQ(painter.note, "");
  EXPECT_EQ(painter.wall, "-");
}

TEST(CommandLine, TakesEachOverrideAsItIs) {
  Painter painter;
  painter.run({"paint", "w", "--set", "a.b=[1,2]", "--set", "[x,y]", "--set", "c=d e"});
  EXPECT_THAT(painter.overrides, ElementsAre("a.b=[1,2]", "[x,y]", "c=d e"));
}

TEST(CommandLine, AcceptsThreadsFrom1To256) {
  for (const char* threads : {"1", "256"}) EXPECT_EQ(Painter().run({"paint", "w", "--threads", threads}), 7);
  for (const char* threads : {"0", "257", "-1", "2.5", "0x2", "two", "", "99999999999999999999"}) {
    EXPECT_THAT(Painter().error({"paint", "w", "--threads", threads}),
                HasSubstr("--threads: expected an integer from 1 to 256, found \""));
  }
}

TEST(CommandLine, NamesTheChoices) {
  EXPECT_EQ(
      Painter().error({"paint", "w", "--color", "gren"}),
      "--color: expected one of red, green, found \"gren\" (did you mean \"green\"?); see 'painter paint "
      "--help'");
}

TEST(CommandLine, SuggestsTheOptionThatWasMeant) {
  EXPECT_EQ(Painter().error({"paint", "w", "--thread=2"}),
            "unexpected argument \"--thread=2\" (did you mean \"--threads\"?); see 'painter paint --help'");
}

TEST(CommandLine, RefusesWhatIsMissingOrTooMuch) {
  EXPECT_THAT(Painter().error({"paint"}), HasSubstr("WALL is required"));
  EXPECT_THAT(Painter().error({}), HasSubstr("required"));
  EXPECT_THAT(Painter().error({"paint", "w", "x"}), HasSubstr("unexpected argument \"x\""));
  EXPECT_THAT(Painter().error({"paint", "w", "--threads"}), HasSubstr("--threads"));
  EXPECT_THAT(Painter().error({"paint", "w", "--threads", "1", "--threads", "2"}), HasSubstr("--threads"));
  EXPECT_THAT(Painter().error({"paint", "w", "-q", "-v"}), HasSubstr("excludes"));
}

TEST(CommandLine, PrintsHelpOnStandardOutput) {
  testing::internal::CaptureStdout();
  Painter painter;
  const int status = painter.run({"paint", "--help"});
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("--color red|green"));
  EXPECT_EQ(status, kSuccess);
  EXPECT_FALSE(painter.painted);
}

TEST(CommandLine, ComputesOnAtLeastOneThread) {
  EXPECT_EQ(threads_to_use(3), 3);
  EXPECT_GE(threads_to_use(std::nullopt), 1);
}

}  // namespace
}  // namespace sentiment
