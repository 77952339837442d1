#include "text/tokenizer_config.h"

#include <gtest/gtest.h>

#include "json/settings_reader.h"
#include "json/settings_writer.h"

namespace sentiment {
namespace {

std::vector<std::string> problems_of(std::string_view json, TokenizerConfig& config) {
  std::vector<std::string> problems;
  const SettingsSource source(json, "c.json", "/");
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  return problems;
}

TEST(TokenizerConfig, IsReadFromJson) {
  TokenizerConfig config;
  EXPECT_TRUE(
      problems_of(R"({"lowercase": false, "strip_html": false, "max_tokens": 7, "truncate": "tail"})", config)
          .empty());
  EXPECT_FALSE(config.lowercase);
  EXPECT_FALSE(config.strip_html);
  EXPECT_EQ(config.max_tokens, 7);
  EXPECT_EQ(config.truncate, Truncate::kTail);
}

TEST(TokenizerConfig, WritesItsDefaults) {
  TokenizerConfig config;
  SettingsWriter writer;
  visit_settings(config, writer);
  EXPECT_EQ(dump_json(writer.result),
            R"({"type":"word","lowercase":true,"strip_html":true,"max_tokens":600,"truncate":"both"})");
}

TEST(TokenizerConfig, RefusesLengthsOutOfRange) {
  TokenizerConfig config;
  EXPECT_EQ(problems_of(R"({"max_tokens": 0})", config).size(), 1u);
  EXPECT_EQ(problems_of(R"({"max_tokens": 1})", config).size(), 0u);
  EXPECT_EQ(problems_of(R"({"max_tokens": 100000})", config).size(), 0u);
  EXPECT_EQ(problems_of(R"({"max_tokens": 100001})", config).size(), 1u);
}

}  // namespace
}  // namespace sentiment
