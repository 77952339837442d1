#include "cli/export_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/output_file.h"
#include "cli/program.h"
#include "core/error.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "data/word_vectors.h"
#include "model/model_file.h"
#include "model/word_embedding.h"
#include "report/onnx_export.h"
#include "report/onnx_graph.h"

namespace sentiment {
namespace {

constexpr const char* kFooter =
    R"(The graph takes token_ids (int64 [batch, time]) and lengths (int64 [batch]) and gives probabilities
(float [batch, classes]); its metadata has the labels. Ids count the lines of the vocabulary from 0: <pad>,
<unk>, then words. There a backslash is doubled, and what cannot be seen is written as \x1b or \u{202e}.

Examples:
  sentiment export runs/imdb --onnx imdb.onnx --vocabulary imdb.txt
  sentiment export runs/vectors --vectors vectors.txt)";

void expect_output(const char* option, const std::optional<std::string>& path, const std::string& model) {
  if (path == "-") throw ConfigError(fmt::format("{}: expected a file, found \"-\"", option));
  expect_writable(option, path);
  std::error_code error;
  const std::filesystem::path file = std::filesystem::is_directory(model, error)
                                         ? std::filesystem::path(model) / "model.safetensors"
                                         : std::filesystem::path(model);
  if (path && std::filesystem::equivalent(*path, file, error)) {
    throw ConfigError(
        fmt::format("{}: expected another file than the model, found {}", option, quote(*path)));
  }
}

void expect_another(const char* option, const std::optional<std::string>& path, const char* other_option,
                    const std::optional<std::string>& other) {
  if (!path || path != other) return;
  throw ConfigError(
      fmt::format("{}: expected another file than {}'s, found {}", option, other_option, quote(*path)));
}

void check_options(const ExportOptions& options) {
  if (!options.onnx && !options.vocabulary && !options.vectors) {
    throw ConfigError(
        "export: expected --onnx FILE, the graph to write, --vocabulary FILE or --vectors FILE");
  }
  expect_output("--onnx", options.onnx, options.model);
  expect_output("--vocabulary", options.vocabulary, options.model);
  expect_output("--vectors", options.vectors, options.model);
  expect_another("--vocabulary", options.vocabulary, "--onnx", options.onnx);
  expect_another("--vectors", options.vectors, "--onnx", options.onnx);
  expect_another("--vectors", options.vectors, "--vocabulary", options.vocabulary);
}

}  // namespace

std::string vocabulary_lines(const Vocabulary& vocabulary) {
  std::string lines;
  for (std::size_t id = 0; id < vocabulary.size(); ++id) {
    std::string token;
    for (const char byte : vocabulary.token(static_cast<TokenId>(id)))
      token.append(byte == '\\' ? 2 : 1, byte);
    lines += printable(token) + "\n";
  }
  return lines;
}

int export_model(const ExportOptions& options) {
  check_options(options);
  start_large_heap();
  if (options.vectors) {
    const WordEmbedding words = read_word_embedding(options.model);
    write_output_file(*options.vectors, to_word2vec_text(words.vocabulary, words.values, words.size));
    log_info(fmt::format("{}: {} vectors of {} numbers in word2vec's text format",
                         printable(*options.vectors), words.vocabulary.size() - 1, words.size));
  }
  if (!options.onnx && !options.vocabulary) return kSuccess;
  const Model model = read_model(options.model);
  if (options.onnx) {
    write_output_file(*options.onnx, to_onnx(model));
    log_info(fmt::format("{}: ONNX graph of {} labels, opset {}: token_ids, lengths -> probabilities",
                         printable(*options.onnx), model.labels.size(), OnnxGraph::kOpset));
  }
  if (options.vocabulary) {
    write_output_file(*options.vocabulary, vocabulary_lines(model.vocabulary));
    log_info(fmt::format("{}: {} tokens, one a line in order of their ids", printable(*options.vocabulary),
                         model.vocabulary.size()));
  }
  return kSuccess;
}

void add_export_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App& command = add_command(program, "export", "write a model as an ONNX graph, or its word vectors",
                                  chosen, [options] { return export_model(*options); });
  add_path_argument(command, "MODEL", options->model, "model file or run directory")->required();
  add_text_option(command, "--onnx", options->onnx, "FILE", "the graph: token ids in, probabilities out");
  add_text_option(command, "--vocabulary", options->vocabulary, "FILE",
                  "the tokens, one a line in order of their ids");
  add_text_option(command, "--vectors", options->vectors, "FILE",
                  "the embedding of a model or of pretrained vectors, in word2vec's text format");
  command.footer(kFooter);
}

}  // namespace sentiment
