#include "cli/export_command.h"

#include <fmt/format.h>

#include <memory>

#include "cli/command_outputs.h"
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

void check_options(const ExportOptions& options) {
  if (!options.onnx && !options.vocabulary && !options.vectors) {
    throw ConfigError(
        "export: expected --onnx FILE, the graph to write, --vocabulary FILE or --vectors FILE");
  }
  const std::vector<CommandOutput> outputs = {
      {"--onnx", options.onnx}, {"--vocabulary", options.vocabulary}, {"--vectors", options.vectors}};
  for (const CommandOutput& output : outputs) {
    if (output.path == "-") throw ConfigError(fmt::format("{}: expected a file, found \"-\"", output.option));
  }
  expect_outputs(outputs, {options.model});
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
