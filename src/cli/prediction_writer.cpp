#include "cli/prediction_writer.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <utility>

#include "core/quote.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

using Labels = std::vector<std::string>;

const std::string& label_of(const Labels& labels, const Prediction& prediction) {
  return labels[static_cast<std::size_t>(prediction.label)];
}

class TextWriter : public PredictionWriter {
 public:
  explicit TextWriter(const Labels& labels) {
    for (const std::string& label : labels) labels_.push_back(printable(label));
  }

  void append(std::string& out, const Record&, const Prediction& prediction) const override {
    fmt::format_to(std::back_inserter(out), "{}\t{:.6f}\n", label_of(labels_, prediction),
                   prediction.probability());
  }

 private:
  Labels labels_;
};

class JsonlWriter : public PredictionWriter {
 public:
  JsonlWriter(Labels labels, bool echo) : labels_(std::move(labels)), echo_(echo) {}

  void append(std::string& out, const Record& record, const Prediction& prediction) const override {
    Json line = Json::object();
    if (!record.id.is_null()) line["id"] = record.id;
    line["label"] = label_of(labels_, prediction);
    line["probability"] = prediction.probability();
    Json& probabilities = line["probabilities"] = Json::object();
    for (std::size_t i = 0; i < labels_.size(); ++i) probabilities[labels_[i]] = prediction.probabilities[i];
    line["tokens"] = prediction.tokens;
    line["oov_rate"] = prediction.oov_rate();
    line["truncated"] = prediction.truncated;
    if (echo_) line["text"] = record.text;
    out += dump_json(line);
    out += '\n';
  }

 private:
  Labels labels_;
  bool echo_;
};

/// RFC 4180: quoted if it holds a comma, a quote or an end of line.
void append_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

std::string id_cell(const Json& id) {
  if (id.is_null()) return "";
  return id.is_string() ? id.get<std::string>() : dump_json(id);
}

class CsvWriter : public PredictionWriter {
 public:
  CsvWriter(Labels labels, InputFormat input, Labels columns)
      : labels_(std::move(labels)), input_(input), columns_(std::move(columns)) {
    if (input_ == InputFormat::kLines) columns_ = {"text"};
    if (input_ == InputFormat::kJsonl) columns_ = {"id", "text"};
  }

  std::string header() const override {
    std::string out;
    append_row(out, columns_, "label", "probability");
    return out;
  }

  void append(std::string& out, const Record& record, const Prediction& prediction) const override {
    append_row(out, own_cells(record), label_of(labels_, prediction),
               fmt::format("{:.6f}", prediction.probability()));
  }

 private:
  Labels own_cells(const Record& record) const {
    if (input_ == InputFormat::kLines) return {record.text};
    if (input_ == InputFormat::kJsonl) return {id_cell(record.id), record.text};
    return record.cells;
  }

  static void append_row(std::string& out, const Labels& cells, std::string_view label,
                         std::string_view probability) {
    for (const std::string& cell : cells) {
      append_cell(out, cell);
      out += ',';
    }
    append_cell(out, label);
    out += ',';
    out += probability;
    out += '\n';
  }

  Labels labels_;
  InputFormat input_;
  Labels columns_;
};

}  // namespace

std::unique_ptr<PredictionWriter> prediction_writer(OutputFormat format, std::vector<std::string> labels,
                                                    InputFormat input, std::vector<std::string> columns,
                                                    bool echo) {
  switch (format) {
    case OutputFormat::kJsonl:
      return std::make_unique<JsonlWriter>(std::move(labels), echo);
    case OutputFormat::kCsv:
      return std::make_unique<CsvWriter>(std::move(labels), input, std::move(columns));
    default:
      return std::make_unique<TextWriter>(labels);
  }
}

}  // namespace sentiment
