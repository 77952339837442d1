#include "report/run_record.h"

#include <gmock/gmock.h>

#include <cmath>

#include "checkpoint/run_directory.h"
#include "core/error.h"
#include "report/report_page.h"
#include "report/sections.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConfig = R"({"data": {"train": "gone.csv"}})";

TEST(RunRecord, RefusesAFolderWithoutARun) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<Error>([&] { read_run_record(folder.path()); }),
              HasSubstr("expected the folder of a run, found no config.json in it"));
}

TEST(RunRecord, TakesFiguresFromEventsByTheirSteps) {
  const TemporaryFolder folder;
  folder.write("config.json", kConfig);
  folder.write("metrics.jsonl",
               "{\"event\":\"interval\",\"step\":50,\"loss\":0.5}\n"
               "{\"event\":\"validation\",\"step\":50,\"loss\":0.4}\n"
               "{\"event\":\"interval\",\"step\":60,\"loss\":\"nan\"}\n"
               "{\"event\":\"interval\",\"step\":70}\n");
  const Series loss = read_run_record(folder.path()).series("interval", "loss", "training");
  EXPECT_THAT(loss.x, ElementsAre(50.0, 60.0));
  EXPECT_EQ(loss.y[0], 0.5);
  EXPECT_TRUE(std::isnan(loss.y[1]));
}

TEST(RunRecord, NotesWhatCannotBeRead) {
  const TemporaryFolder folder;
  folder.write("config.json", kConfig);
  folder.write("meta.json", "{");
  folder.write("metrics.jsonl", "{\"step\":1}\nrubbish\n");
  const RunRecord record = read_run_record(folder.path());
  EXPECT_THAT(record.notes, ElementsAre("meta.json is missing or cannot be read.",
                                        "metrics.json is missing or cannot be read.",
                                        "metrics.jsonl is missing or cannot be read after line 1."));
  EXPECT_EQ(record.events.size(), 1u);
}

TEST(ReportPage, SaysWhyThereIsNothingToMeasure) {
  const TemporaryFolder folder;
  folder.write("config.json", kConfig);
  ThreadPool pool(1);
  const std::string page = report_page(folder.path(), pool);
  EXPECT_THAT(page, HasSubstr("The model and the data it was trained on cannot both be read"));
  EXPECT_THAT(page, HasSubstr("This run has no model yet"));
  EXPECT_THAT(page, Not(HasSubstr(">nan")));
}

TEST(ReportPage, ShowsConfigsWithStrangeValuesHarmlessly) {
  const TemporaryFolder folder;
  folder.write("config.json", R"({"<script>": {"deep": ["</td><script>"]}, "seed": null})");
  ThreadPool pool(1);
  const std::string page = report_page(folder.path(), pool);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;.deep"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST(WriteReport, WarnsInsteadOfFailing) {
  const TemporaryFolder folder;
  ThreadPool pool(1);
  testing::internal::CaptureStderr();
  write_report(folder.path(), pool);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("no report was written"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "report.html"));
}

TEST(RunDirectory, RemovesTheReportWithTheRun) {
  const TemporaryFolder folder;
  folder.write("report.html", "old");
  RunDirectory(folder.path()).clear();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "report.html"));
}

TEST(GradientSection, TellsTheFactorBetweenTheDistances) {
  RunRecord record;
  record.metrics = parse_json(R"({"clipped_share": 0.0, "gradient": {"norms": {"layer0.<b>": 0.5},
    "sentences": ["layer 0, <i>: vanished"]}, "gradient_flow": [{"layer": 0, "direction": "forward", "epoch": 1,
    "distances": [1, 10, 100], "norms": [0.5, 0.05, 0.00005], "texts": [32, 32, 30]}]})");
  const std::string html = gradient_section(record);
  EXPECT_THAT(html, HasSubstr("<li>layer 0, &lt;i&gt;: vanished</li>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">100 tokens</td><td class=\"number\">1e-4</td>"));
  EXPECT_THAT(html, HasSubstr("layer0.&lt;b&gt;"));
  EXPECT_THAT(html, HasSubstr("<polyline"));
}

TEST(GradientSection, SaysWhatARunDidNotMeasure) {
  RunRecord record;
  EXPECT_THAT(gradient_section(record), HasSubstr("did not measure how far the gradient reaches"));
  record.metrics = parse_json(R"({"gradient_flow": 7})");
  EXPECT_THAT(gradient_section(record), Not(HasSubstr("<polyline")));
  record.metrics = parse_json(R"({"clipped_share": 0.0, "gradient": [], "gradient_flow": []})");
  EXPECT_THAT(gradient_section(record), HasSubstr("the clip never fired"));
}

}  // namespace
}  // namespace sentiment
