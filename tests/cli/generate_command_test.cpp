#include "cli/generate_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/word_model.h"
#include "core/error.h"
#include "json/strict_json.h"
#include "model/model_file.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A model that says its words in order, whatever the number drawn, and then ends. Behind a label it begins
/// with the word that stands at the label's place.
PretrainedModel reciting_model(const std::vector<std::string>& words,
                               const std::vector<std::string>& labels = {}) {
  std::vector<std::string> tokens = {std::string(Vocabulary::kEnd)};
  for (std::size_t i = 0; i < labels.size(); ++i) tokens.push_back(Vocabulary::label_token(i));
  tokens.insert(tokens.end(), words.begin(), words.end());
  PretrainedModel model;
  model.labels = labels;
  model.vocabulary = Vocabulary(tokens);
  const auto count = static_cast<int64_t>(labels.size());
  const int64_t first_word = Vocabulary::kEndId + 1 + count;
  const auto size = static_cast<int64_t>(model.vocabulary.size());
  model.shape = {.type = RecurrentType::kRnn, .embedding_size = size, .hidden_size = size};
  for (const ParameterShape& parameter : parameter_shapes(model.kind, model.shape, size)) {
    NamedTensor tensor{parameter.name, parameter.shape,
                       std::vector<float>(static_cast<std::size_t>(element_count(parameter.shape)))};
    for (int64_t i = Vocabulary::kEndId; i < size; ++i) {
      const bool is_label = i > Vocabulary::kEndId && i < first_word;
      const int64_t behind = i == Vocabulary::kEndId ? first_word : is_label ? i + count : i + 1;
      const int64_t next = behind == size ? Vocabulary::kEndId : behind;
      if (tensor.name == "embedding.weight") tensor.values[static_cast<std::size_t>(i * size + i)] = 40.0F;
      if (tensor.name == "rnn.weight_ih_l0") tensor.values[static_cast<std::size_t>(next * size + i)] = 1.0F;
    }
    model.parameters.push_back(tensor);
  }
  return model;
}

/// Remembers what it held each time it was flushed.
class Flushes : public std::stringbuf {
 public:
  std::vector<std::string> pieces;

 private:
  int sync() override {
    pieces.push_back(str());
    str("");
    return 0;
  }
};

class GenerateCommand : public testing::Test {
 protected:
  void SetUp() override { options.model = folder.path() / "model.safetensors"; }
  void save(const PretrainedModel& model) { write_pretrained(options.model, model); }

  std::string output(const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out;
    EXPECT_EQ(generate(options, in, out), 0);
    return out.str();
  }
  template <class E>
  std::string error() {
    return message_of<E>([this] { output(); });
  }

  TemporaryFolder folder;
  GenerateOptions options;
};

TEST_F(GenerateCommand, WritesATextALine) {
  save(reciting_model({"this", "film", "(", "so", "good", ")", "!", "see", "it"}));
  options.texts = 2;
  EXPECT_EQ(output(), "This film (so good)! See it\nThis film (so good)! See it\n");
}

TEST_F(GenerateCommand, WritesEachTokenAsItIsDrawn) {
  save(reciting_model({"well", "-", "made", "'", "film"}));
  Flushes flushes;
  std::ostream out(&flushes);
  std::istringstream in;
  generate(options, in, out);
  EXPECT_THAT(flushes.pieces, ElementsAre("Well", "-made", " 'film", "\n"));
}

TEST_F(GenerateCommand, GoesOnFromThePromptAsItIsWritten) {
  save(reciting_model({"this", "film", "is", ",", "so", "good"}));
  options.prompt = "\tTHIS  Film IS \n";
  EXPECT_EQ(output(), "THIS Film IS, so good\n");
  options.prompt = "-";
  EXPECT_EQ(output("What ? This\nfilm"), "What ? This film is, so good\n");
}

TEST_F(GenerateCommand, NamesEachWordOfThePromptThatTheModelHasNeverSeenOnce) {
  save(reciting_model({"this", "film"}));
  options.prompt = "x x x this x x x x x x x x qqq x";
  testing::internal::CaptureStderr();
  output();
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("--prompt: the model has never seen \"x\", \"qqq\", and reads any such token alike"));
  options.prompt = "a b c d e f g h i j k l";
  testing::internal::CaptureStderr();
  output();
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("\"i\", \"j\", and reads"));
}

TEST_F(GenerateCommand, StopsAtTheLongest) {
  save(reciting_model({"this", "film", "is", "good"}));
  options.max_tokens = 2;
  EXPECT_EQ(output(), "This film\n");
}

TEST_F(GenerateCommand, WritesAnEmptyTextAsAnEmptyLine) {
  save(reciting_model({}));
  EXPECT_EQ(output(), "\n");
}

TEST_F(GenerateCommand, WritesJsonlWithTheModelsOwnProbabilities) {
  save(reciting_model({"this", "film", "."}));
  options.format = GenerationFormat::kJsonl;
  options.prompt = "This";
  options.seed = 5;
  options.temperature = 0.5;
  options.texts = 2;
  std::istringstream lines(output());
  for (int index = 0; index < 2; ++index) {
    std::string line;
    std::getline(lines, line);
    const Json record = parse_json(line);
    EXPECT_EQ(record.at("index"), index);
    EXPECT_EQ(record.at("seed"), 5);
    EXPECT_EQ(record.at("prompt"), "This");
    EXPECT_EQ(record.at("text"), "This film.");
    EXPECT_EQ(record.at("tokens"), Json({"film", ".", "<end>"}));
    EXPECT_EQ(record.at("finished"), "end");
    ASSERT_EQ(record.at("probabilities").size(), 3u);
    EXPECT_NEAR(record.at("probabilities")[1].get<double>(), 1.0, 1e-9);
    EXPECT_NEAR(record.at("log_probability").get<double>(), 0.0, 1e-9);
    EXPECT_EQ(record.size(), 8u);
  }
  options.max_tokens = 1;
  EXPECT_THAT(output(), HasSubstr(R"("finished":"max_tokens")"));
}

TEST_F(GenerateCommand, BeginsWithTheLabelThatIsAskedFor) {
  save(reciting_model({"this", "film", "is", "good"}, {"neg", "pos"}));
  EXPECT_EQ(output(), "This film is good\n");
  options.label = "pos";
  EXPECT_EQ(output(), "Film is good\n");
  options.prompt = "Film";
  EXPECT_EQ(output(), "Film is good\n");
  options.format = GenerationFormat::kJsonl;
  const Json record = parse_json(output());
  EXPECT_EQ(record.at("label"), "pos");
  EXPECT_EQ(record.at("text"), "Film is good");
  EXPECT_EQ(record.at("tokens"), Json({"is", "good", "<end>"}));
  EXPECT_EQ(record.size(), 9u);
}

TEST_F(GenerateCommand, NamesTheLabelsThereAreBeforeItReadsAPrompt) {
  save(reciting_model({"good", "bad"}, {"neg", "\x1b[31m"}));
  options.label = "\xE2\x80\xAE";
  options.prompt = "-";
  std::istringstream in("never read");
  std::ostringstream out;
  EXPECT_EQ(message_of<ConfigError>([&] { generate(options, in, out); }),
            "--label: expected one of the model's labels \"neg\", \"\\x1b[31m\", found \"\\u{202e}\"; give "
            "one of them");
  EXPECT_EQ(in.tellg(), 0);
  options.label = "<label:0>";
  EXPECT_THAT(error<ConfigError>(), HasSubstr("found \"<label:0>\""));
  save(reciting_model({"good"}));
  EXPECT_THAT(error<ConfigError>(),
              AllOf(HasSubstr("model.safetensors: expected a model that was pretrained with data.labels"),
                    HasSubstr("leave out --label")));
}

TEST_F(GenerateCommand, ShowsHostileTokensAsEscapes) {
  save(reciting_model({"a", "\x1b[2J", "\xE2\x80\xAE", "\r", "\xC2\x9B"}));
  EXPECT_EQ(output(), "A \\x1b[2J \\u{202e} \\r \\u{9b}\n");
  options.format = GenerationFormat::kJsonl;
  EXPECT_THAT(output(), AllOf(HasSubstr(R"("\u001b[2J")"), HasSubstr(R"("\u202e")")));
  options.format.reset();
  options.prompt = "\x1b[31m";
  EXPECT_THAT(output(), HasSubstr("\\x1b[31m"));
}

TEST_F(GenerateCommand, RefusesOptionsWithoutEffect) {
  options.temperature = 0.0;
  options.top_k = 5;
  EXPECT_THAT(error<ConfigError>(), HasSubstr("--top-k: has no effect with --temperature 0"));
  options.top_k.reset();
  options.top_p = 0.5;
  EXPECT_THAT(error<ConfigError>(), HasSubstr("--top-p: has no effect"));
  options.top_p.reset();
  options.seed = 1;
  EXPECT_THAT(error<ConfigError>(), HasSubstr("--seed: has no effect"));
  options.seed.reset();
  options.texts = 2;
  EXPECT_THAT(error<ConfigError>(), HasSubstr("-n: has no effect"));
  options.temperature = 0.001;
  EXPECT_THAT(error<ConfigError>(),
              HasSubstr("--temperature: expected 0 or a number from 0.01, found 0.001"));
}

TEST_F(GenerateCommand, RefusesWhatIsNoForwardLanguageModel) {
  PretrainedModel backward = reciting_model({"good"});
  backward.shape.direction = ReadingDirection::kBackward;
  save(backward);
  EXPECT_THAT(error<Error>(), HasSubstr("expected a language model that reads forward"));
  write_model(options.model, word_model());
  EXPECT_THAT(error<FormatError>(), HasSubstr("expected a pretrained model, found a classifier"));
}

TEST_F(GenerateCommand, RefusesAPromptThatIsTooLong) {
  save(reciting_model({"good"}));
  options.prompt = std::string((1 << 20) + 1, 'x');
  EXPECT_THAT(error<ConfigError>(), HasSubstr("--prompt: expected at most 1048576 bytes"));
}

TEST(GenerateOptions, AreReadFromTheCommandLine) {
  CLI::App program{"Test", "test"};
  CommandBody chosen;
  add_generate_command(program, chosen);
  const auto error = [&](std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), {"test", "generate", "model"});
    return message_of<ConfigError>(
        [&] { parse_and_run(program, static_cast<int>(arguments.size()), arguments.data(), chosen); });
  };
  EXPECT_THAT(error({"--top-p", "1.5"}), HasSubstr("--top-p: expected a number from 0 to 1, found \"1.5\""));
  EXPECT_THAT(error({"--top-p", "nan"}), HasSubstr("found \"nan\""));
  EXPECT_THAT(error({"--temperature", "0,5"}), HasSubstr("--temperature: expected a number from 0 to 100"));
  EXPECT_THAT(error({"-n", "0"}), HasSubstr("-n: expected an integer from 1"));
  EXPECT_THAT(error({"--top-q", "1"}), HasSubstr("did you mean"));
}

}  // namespace
}  // namespace sentiment
