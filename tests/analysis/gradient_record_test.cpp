#include "analysis/gradient_record.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

GradientRecord record_of(const std::vector<double>& norms, double clip_norm) {
  GradientRecord record;
  for (const double norm : norms) record.add({.norm = norm, .scaled = norm > clip_norm, .parts = {}});
  return record;
}

std::vector<double> one_to(int count) {
  std::vector<double> norms;
  for (int i = 1; i <= count; ++i) norms.push_back(i);
  return norms;
}

TEST(GradientRecord, KnowsItsQuantilesToATwentieth) {
  const GradientRecord record = record_of(one_to(1000), 1e9);
  for (const double share : {0.001, 0.1, 0.5, 0.95, 0.999}) {
    EXPECT_GE(record.norm_quantile(share), 1000.0 * share);
    EXPECT_LE(record.norm_quantile(share), 1000.0 * share * 1.05);
  }
  EXPECT_EQ(record.norm_quantile(1.0), 1000.0);
  EXPECT_EQ(record.largest_norm(), 1000.0);
  EXPECT_DOUBLE_EQ(record.mean_norm(), 500.5);
}

TEST(GradientRecord, TakesAGradientOfZero) {
  const GradientRecord record = record_of({0.0, 0.0, 1e-300}, 1.0);
  EXPECT_EQ(record.norm_quantile(0.5), 1e-300);
  EXPECT_EQ(record.steps(), 3);
}

TEST(GradientRecord, GoesOnFromItsState) {
  const auto add = [](GradientRecord& record, int from, int to) {
    for (int i = from; i < to; ++i) {
      const double x = i;
      record.add({.norm = 0.1 * x,
                  .scaled = i % 3 == 0,
                  .elements = 100,
                  .cut_elements = i % 5,
                  .parts = i % 2 == 0 ? std::vector<PartNorm>{{"embedding", x}, {"head", 2.0 * x}}
                                      : std::vector<PartNorm>{}});
    }
  };
  GradientRecord whole;
  add(whole, 0, 60);
  GradientRecord first;
  add(first, 0, 31);
  GradientRecord second = GradientRecord::from_state(parse_json(dump_json(first.state())));
  add(second, 31, 60);
  EXPECT_EQ(dump_json(second.state()), dump_json(whole.state()));
  Json summary = whole.summary();
  EXPECT_NEAR(summary["norm_median"].get<double>(), 3.02, 1e-3);
  EXPECT_NEAR(summary["norm_p95"].get<double>(), 5.754, 1e-3);
  summary.erase("norm_median");
  summary.erase("norm_p95");
  EXPECT_EQ(
      dump_json(summary),
      R"({"steps":60,"norm_mean":2.95,"norm_max":5.9,"scaled_share":0.3333333333333333,"cut_share":0.8,)"
      R"("cut_element_share":0.02,"norms":{"embedding":29.0,"head":58.0}})");
}

TEST(GradientSentences, SayWhatAClipComesTo) {
  const auto on_norm = [](const std::vector<double>& norms, double clip_norm) {
    return gradient_sentences(record_of(norms, clip_norm), std::nullopt, clip_norm).at(1);
  };
  EXPECT_EQ(on_norm({0.3, 0.4, 0.5}, 1.0),
            "clip_norm 1 never fired: 95 % of the norms are below 0.5, all below 0.5");
  EXPECT_EQ(on_norm(one_to(100), 3.0), "clip_norm 3 cut 97 % of the steps: it acts as a learning rate");
  EXPECT_EQ(on_norm(one_to(100), 80.0),
            "clip_norm 80 cut 20 % of the steps: it holds back the larger gradients");
  EXPECT_EQ(on_norm(one_to(100), 98.0),
            "clip_norm 98 cut 2 % of the steps: it catches the rare large gradient");
  EXPECT_EQ(on_norm(one_to(4000), 3999.0),
            "clip_norm 3999 cut less than 0.1 % of the steps: it catches the rare large gradient");
  EXPECT_EQ(on_norm(one_to(4000), 1.0),
            "clip_norm 1 cut more than 99.9 % of the steps: it acts as a learning rate");
}

TEST(GradientSentences, SayWhatWasCutAndWhichPartIsTheLargest) {
  GradientRecord record;
  record.add({.norm = 1.0, .elements = 200, .cut_elements = 0, .parts = {}});
  EXPECT_EQ(gradient_sentences(record, 2.0, std::nullopt).at(1), "clip_value 2 never cut an element");
  record.add({.norm = 3.0,
              .elements = 200,
              .cut_elements = 10,
              .parts = {{"embedding", 1.0}, {"layer0.forget", 0.25}, {"head", 2.0}}});
  EXPECT_EQ(
      gradient_sentences(record, 0.01, std::nullopt),
      (std::vector<std::string>{
          "the gradient's norm before clipping: half of the steps below 1, 95 % below 3, the largest 3",
          "clip_value 0.01 cut 2.5 % of the gradient's elements, in 50 % of the steps",
          "of its parts head has the largest gradient (2 on average), layer0.forget the smallest (0.25)"}));
  EXPECT_TRUE(gradient_sentences({}, 2.0, 1.0).empty());
}

}  // namespace
}  // namespace sentiment
