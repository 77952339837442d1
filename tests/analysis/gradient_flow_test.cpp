#include "analysis/gradient_flow.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

GradientFlow flow_of(std::vector<int64_t> distances, std::vector<double> norms) {
  GradientFlow flow;
  flow.layer = 1;
  flow.reverse = true;
  flow.epoch = 3;
  flow.texts.assign(distances.size(), 7);
  flow.distances = std::move(distances);
  flow.norms = std::move(norms);
  return flow;
}

TEST(GradientFlow, ComesBackFromJson) {
  const GradientFlow flow = flow_of({1, 2, 100}, {0.5, 0.25, 0.0});
  const Json json = to_json(flow);
  EXPECT_EQ(dump_json(json),
            R"({"layer":1,"direction":"backward","epoch":3,"distances":[1,2,100],"norms":[0.5,0.25,0.0],)"
            R"("texts":[7,7,7]})");
  const std::vector<GradientFlow> back =
      gradient_flows(parse_json(dump_json({{"gradient_flow", {json, json}}})));
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(dump_json(to_json(back[1])), dump_json(json));
  EXPECT_TRUE(gradient_flows(Json::object()).empty());
}

TEST(GradientFlow, IsRefusedIfItIsNotOurs) {
  Json json = to_json(flow_of({1, 2}, {0.5, 0.25}));
  const auto message = [](const Json& flow) {
    return message_of<FormatError>([&] { gradient_flows({{"gradient_flow", {flow}}}); });
  };
  json["norms"] = {0.5};
  EXPECT_EQ(
      message(json),
      "gradient_flow: layer 1: expected a direction and as many norms and texts as distances, 2, found 1 "
      "and 2");
  json["norms"] = {0.5, 0.25};
  json["direction"] = "sideways";
  EXPECT_NE(message(json), "");
  json.erase("direction");
  EXPECT_EQ(message(json).substr(0, 45), "gradient_flow: not what this program writes: ");
}

TEST(GradientFade, GoesFromDistance1To100) {
  const auto fade = gradient_fade(flow_of({1, 50, 100, 200}, {0.5, 0.1, 0.01, 0.001}));
  EXPECT_EQ(fade->distance, 100);
  EXPECT_DOUBLE_EQ(fade->factor, 0.02);
  EXPECT_EQ(gradient_fade(flow_of({1, 2, 5}, {0.5, 0.4, 0.25}))->distance, 5);
  EXPECT_DOUBLE_EQ(gradient_fade(flow_of({1, 2, 5}, {0.5, 0.4, 0.25}))->factor, 0.5);
  EXPECT_DOUBLE_EQ(gradient_fade(flow_of({1, 2}, {0.0, 0.0}))->factor, 0.0);
  EXPECT_FALSE(gradient_fade(flow_of({1}, {0.5})));
  EXPECT_FALSE(gradient_fade(flow_of({}, {})));
}

TEST(GradientFade, IsASentenceWithAVerdict) {
  const auto sentence = [](double far) { return describe(flow_of({1, 100}, {0.5, 0.5 * far})); };
  EXPECT_EQ(sentence(4e-7),
            "layer 1, backward: a gradient 100 tokens from the end is 4.0e-07 of that at 1 token: it has "
            "vanished");
  EXPECT_NE(sentence(0.0).find("is 0.0e+00 of that at 1 token: it has vanished"), std::string::npos);
  EXPECT_NE(sentence(0.01).find(": it fades"), std::string::npos);
  EXPECT_NE(sentence(0.5).find(": it is alive"), std::string::npos);
  EXPECT_NE(sentence(50.0).find(": it explodes"), std::string::npos);
}

}  // namespace
}  // namespace sentiment
