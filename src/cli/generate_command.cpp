#include "cli/generate_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <vector>

#include "cli/program.h"
#include "cli/texts_in_order.h"
#include "core/error.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "model/pretrained_file.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

constexpr std::size_t kLongestPrompt = std::size_t{1} << 20;  // bytes
constexpr double kDefaultTemperature = 0.8;
constexpr int64_t kDefaultTokens = 256;
constexpr std::size_t kMostUnknownNamed = 10;
constexpr double kLowestTemperature = 0.01;  // below, the most probable token is as good as certain

constexpr const char* kFooter =
    R"(MODEL is what `sentiment pretrain` makes of a language model that reads forward. A text is a line, and grows
token by token. Spaces and marks stand as people write them; sentences begin with a capital, names do not. Logits
are divided by the temperature, then --top-k and then --top-p leave out improbable tokens; 0 always takes the most
probable one. The same seed gives the same texts, on any number of threads; text number i is the same for any -n.

  text   the prompt, and how the model goes on
  jsonl  {"index", "seed", "prompt", "text", "tokens", "probabilities", "log_probability", "finished"}: of the
         tokens after the prompt, the last one "<end>" if finished is "end", else "max_tokens"; probabilities
         are the model's own, before temperature, --top-k and --top-p; with --label also "label"

With --label a text is one that has this label; `sentiment inspect MODEL` shows which there are. They are those of
data.labels when the model was pretrained. Without --label, texts begin as those without a label did; a model that
learnt from none of those writes better with one.

Examples:
  sentiment generate runs/language_model -n 3 --seed 7
  sentiment generate runs/language_model --prompt "This film is" --top-p 0.9 --max-tokens 60
  sentiment generate runs/language_model --label neg -n 5
  echo "I expected" | sentiment generate runs/language_model --prompt - --temperature 0 --format jsonl)";

void check_options(const GenerateOptions& options) {
  std::vector<std::string> problems;
  const double temperature = options.temperature.value_or(kDefaultTemperature);
  if (temperature != 0.0 && temperature < kLowestTemperature) {
    problems.push_back(fmt::format("--temperature: expected 0 or a number from {}, found {}",
                                   kLowestTemperature, temperature));
  }
  if (temperature == 0.0) {
    const auto refuse = [&](bool given, const char* option) {
      if (!given) return;
      problems.push_back(fmt::format(
          "{}: has no effect with --temperature 0, which takes the most probable token; leave out one",
          option));
    };
    refuse(options.top_k.has_value(), "--top-k");
    refuse(options.top_p.has_value(), "--top-p");
    refuse(options.seed.has_value(), "--seed");
    refuse(options.texts.value_or(1) > 1, "-n");
  }
  if (!problems.empty()) throw ConfigError(problems);
}

/// Runs of white space as one space, none at the end.
std::string in_one_line(const std::string& text) {
  std::string line;
  for (const char byte : text) {
    const bool is_space = byte == ' ' || (byte >= '\t' && byte <= '\r');
    if (!is_space) {
      line += byte;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string read_all(std::istream& in) {
  std::string text(kLongestPrompt + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw Error("standard input: reading failed");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

GenerationPrompt read_prompt(const GenerateOptions& options, const LanguageModel& model, std::istream& in) {
  if (!options.prompt) return {.label = options.label, .text = "", .tokens = {}};
  const std::string text = options.prompt == "-" ? read_all(in) : *options.prompt;
  if (text.size() > kLongestPrompt) {
    throw ConfigError(
        fmt::format("--prompt: expected at most {} bytes, found more; shorten it", kLongestPrompt));
  }
  return {options.label, in_one_line(text), Tokenizer(model.tokenizer()).tokenize(text)};
}

/// Throws ConfigError, naming the labels that the model has, if --label is none of them.
void check_label(const GenerateOptions& options, const LanguageModel& model) {
  const std::vector<std::string>& labels = model.labels();
  if (!options.label || std::find(labels.begin(), labels.end(), *options.label) != labels.end()) return;
  if (labels.empty()) {
    throw ConfigError(
        fmt::format("--label: {}: expected a model that was pretrained with data.labels, found one without; "
                    "leave out --label",
                    printable(options.model)));
  }
  throw ConfigError(fmt::format("--label: expected one of the model's labels {}, found {}; give one of them",
                                quote_list(labels), quote(*options.label)));
}

/// What the model reads before it writes: label and prompt.
std::vector<TokenId> ids_of(const GenerationPrompt& prompt, const LanguageModel& model) {
  std::vector<TokenId> ids;
  if (prompt.label) {
    const auto place = std::find(model.labels().begin(), model.labels().end(), *prompt.label);
    ids.push_back(Vocabulary::label_id(static_cast<std::size_t>(place - model.labels().begin())));
  }
  std::vector<std::string> unknown;  // each once
  for (const std::string& token : prompt.tokens) {
    ids.push_back(model.vocabulary().id(token));
    if (ids.back() != Vocabulary::kUnknownId || unknown.size() == kMostUnknownNamed) continue;
    std::string name = quote(token);
    if (std::find(unknown.begin(), unknown.end(), name) == unknown.end()) unknown.push_back(std::move(name));
  }
  if (!unknown.empty()) {
    log_warning(fmt::format("--prompt: the model has never seen {}, and reads any such token alike",
                            fmt::join(unknown, ", ")));
  }
  return ids;
}

LanguageModel read_language_model(const std::string& path) {
  PretrainedModel model = read_pretrained(path, PretrainedKind::kLanguageModel);
  if (model.shape.direction == ReadingDirection::kBackward) {
    throw Error(
        fmt::format("{}: expected a language model that reads forward, found one that reads texts from "
                    "their end; pretrain with model.direction \"forward\"",
                    printable(path)));
  }
  return LanguageModel(std::move(model));
}

}  // namespace

int generate(const GenerateOptions& options, std::istream& in, std::ostream& out) {
  check_options(options);
  start_large_heap();
  const LanguageModel model = read_language_model(options.model);
  check_label(options, model);
  const GenerationPrompt prompt = read_prompt(options, model, in);
  GenerationConfig config;
  config.sampling.temperature = options.temperature.value_or(kDefaultTemperature);
  config.sampling.top_k = options.top_k.value_or(0);
  config.sampling.top_p = options.top_p.value_or(1.0);
  config.max_tokens = options.max_tokens.value_or(kDefaultTokens);
  config.seed = static_cast<uint64_t>(options.seed.value_or(0));

  const auto writer =
      generation_writer(options.format.value_or(GenerationFormat::kText), model, prompt, config.seed);
  RecordOutput output(out);
  TextsInOrder texts(*writer, config.max_tokens, output);
  ThreadPool pool(threads_to_use(options.threads));
  const auto begin = std::chrono::steady_clock::now();
  TextGenerator generator(model, config, ids_of(prompt, model), pool);
  generator.write(options.texts.value_or(1),
                  [&](int64_t number, const DrawnToken& token) { texts.add(number, token); });
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  log_debug(fmt::format("{} tokens in {:.2f} s: {:.0f} a second", texts.tokens(), seconds.count(),
                        static_cast<double>(texts.tokens()) / seconds.count()));
  return kSuccess;
}

void add_generate_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<GenerateOptions>();
  CLI::App& command = add_command(program, "generate", "write text with a pretrained language model", chosen,
                                  [options] { return generate(*options, std::cin, std::cout); });
  add_path_argument(command, "MODEL", options->model, "pretrained file or run directory")->required();
  add_text_option(command, "--label", options->label, "LABEL",
                  "one of the labels that the model was pretrained with in front of texts");
  add_text_option(command, "--prompt", options->prompt, "TEXT",
                  "how the text begins; - reads it from standard input");
  add_integer_option(command, "-n", options->texts, 1, 1'000'000, "texts to write (default: 1)");
  add_integer_option(command, "--max-tokens", options->max_tokens, 1, 1'000'000,
                     fmt::format("longest text, without the prompt (default: {})", kDefaultTokens));
  add_number_option(
      command, "--temperature", options->temperature, 0.0, 100.0, "T",
      fmt::format("below 1: more probable texts; 0: the most probable token each time (default: {})",
                  kDefaultTemperature));
  add_integer_option(command, "--top-k", options->top_k, 1, 10'000'000,
                     "draw from the N most probable tokens only (default: from all)");
  add_number_option(command, "--top-p", options->top_p, 0.0, 1.0, "P",
                    "draw from the most probable tokens that have the probability P together (default: 1)");
  add_integer_option(command, "--seed", options->seed, 0, 9007199254740991, "default: 0");
  add_choice_option<GenerationFormat>(
      command, "--format", options->format,
      {{"text", GenerationFormat::kText}, {"jsonl", GenerationFormat::kJsonl}},
      "what to write (default: text)");
  add_threads_option(command, options->threads);
  command.footer(kFooter);
}

}  // namespace sentiment
