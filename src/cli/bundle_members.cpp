#include "cli/bundle_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checkpoint/run_directory.h"
#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/quote.h"
#include "model/model_path.h"
#include "report/validation_part.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

/// The folder of the run that wrote a file; empty if there is none.
fs::path run_of(const fs::path& file) {
  const RunDirectory run(file.has_parent_path() ? file.parent_path() : fs::path("."));
  const bool is_runs =
      file.filename() == run.model().filename() || file.filename() == run.baseline().filename();
  std::error_code ignored;
  return is_runs && fs::exists(run.config(), ignored) ? run.path() : fs::path();
}

BundleCandidate read_candidate(const std::string& name) {
  BundleCandidate found{name, {}, {}, {}, {}};
  const fs::path file = model_file_at(name);
  found.folder = run_of(file);
  found.model = read_file(file);
  if (is_bundle(SafetensorsSource(found.model, name))) {
    throw Error(
        fmt::format("{}: expected a model of one network, found a bundle; give the models it was made of",
                    printable(name)));
  }
  found.member.model = from_model_bytes(found.model, name);
  return found;
}

BundleCandidate read_ngrams(const std::string& name) {
  std::error_code ignored;
  const fs::path file = fs::is_directory(name, ignored) ? RunDirectory(name).baseline() : fs::path(name);
  BundleCandidate found{name, run_of(file), {}, read_file(file), {}};
  const fs::path beside = RunDirectory(file.parent_path()).model();
  if (!fs::exists(beside, ignored)) {
    throw Error(
        fmt::format("{}: expected the model of its run beside it, whose vocabulary it has, found none; give "
                    "the file in the run's folder",
                    printable(file.native())));
  }
  found.model = read_file(beside);
  Model model = from_model_bytes(found.model, beside.native());
  NgramBaseline baseline =
      NgramBaseline::read(SafetensorsSource(found.baseline, file.native()), model.labels, model.vocabulary);
  found.member.model =
      NgramModel{model.tokenizer, std::move(model.vocabulary), std::move(model.labels), std::move(baseline)};
  return found;
}

/// Whether two names lead to the same file or folder, or to the same place in the same archive.
bool is_same_data(const std::string& a, const std::string& b) {
  std::error_code ignored;
  const std::size_t inner_a = std::min(a.find("!/"), a.size());
  const std::size_t inner_b = std::min(b.find("!/"), b.size());
  return fs::equivalent(a.substr(0, inner_a), b.substr(0, inner_b), ignored) &&
         fs::path(a.substr(inner_a) + "/").lexically_normal() ==
             fs::path(b.substr(inner_b) + "/").lexically_normal();
}

}  // namespace

std::string listing(const std::vector<std::string>& labels) {
  std::string list;
  for (const std::string& label : labels) list += (list.empty() ? "" : ", ") + quote(label);
  return list;
}

std::vector<BundleCandidate> read_candidates(const std::vector<std::string>& models,
                                             const std::vector<std::string>& ngrams) {
  std::vector<BundleCandidate> all;
  for (const std::string& name : models) all.push_back(read_candidate(name));
  for (const std::string& name : ngrams) all.push_back(read_ngrams(name));
  const std::vector<std::string>& labels = all.front().member.labels();
  for (BundleCandidate& one : all) {
    one.member.weight = 1.0 / static_cast<double>(all.size());
    if (!label_places(labels, one.member.labels()).empty()) continue;
    throw Error(fmt::format("{}: expected the labels of {} ({}), found {}; bundle models of the same labels",
                            printable(one.name), printable(all.front().name), listing(labels),
                            listing(one.member.labels())));
  }
  return all;
}

/// Refuses the data that a member's run names as what it was trained on.
void expect_held_out(const std::string& data, const std::vector<BundleCandidate>& members) {
  for (const BundleCandidate& member : members) {
    if (member.folder.empty()) continue;
    const RunRecord run = read_run_record(member.folder);
    if (!run.config || !is_same_data(data, run.config->data.train)) continue;
    throw ConfigError(
        fmt::format("--data: expected examples that no member was trained on, found {}, which {} was "
                    "trained on; name others or leave it out",
                    quote(data), quote(member.name)));
  }
}

/// Refuses members that may have been trained on texts of the first run's validation part.
void expect_same_validation_part(const std::vector<BundleCandidate>& members, const RunRecord& first) {
  for (const BundleCandidate& member : members) {
    if (member.folder.empty()) {
      log_warning(
          fmt::format("{}: its data is not known; if it was trained on validation texts of {}, its weight "
                      "is too large",
                      printable(member.name), printable(first.folder.native())));
    } else if (validation_hash(read_run_record(member.folder)) != validation_hash(first)) {
      throw Error(
          fmt::format("{}: expected a run with the validation part of {}, found another part, so it was "
                      "trained on some of those texts and would get too large a weight; name data that no "
                      "member was trained on with --data",
                      printable(member.name), printable(first.folder.native())));
    }
  }
}

}  // namespace sentiment
