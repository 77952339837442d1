#include "report/tensorboard_events.h"

#include <gmock/gmock.h>

#include "report/protobuf_writer.h"
#include "report/tf_record.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

struct Scalar {
  const char* tag;
  float value;
};

/// What an event of these scalars must be.
std::string record_of(double time, int64_t step, const std::vector<Scalar>& scalars) {
  ProtobufWriter summary;
  for (const Scalar& scalar : scalars) {
    ProtobufWriter value;
    value.add_bytes(1, scalar.tag);
    value.add_float(2, scalar.value);
    summary.add_message(1, value);
  }
  ProtobufWriter event;
  event.add_double(1, time);
  event.add_integer(2, step);
  event.add_message(5, summary);
  return tf_record(event.bytes());
}

constexpr const char* kInterval =
    R"({"event":"interval","time":12.5,"step":50,"epoch":1,"loss":0.5,"gradient_norm":"inf"})";
constexpr const char* kValidation =
    R"({"event":"validation","time":13.5,"step":50,"accuracy":0.75,"best":true,"n":{"i":{"f":2}}})";

TEST(TensorboardRecord, HasAScalarForEachNumber) {
  EXPECT_EQ(
      tensorboard_record(parse_json(kInterval)),
      record_of(12.5, 50,
                {{"train/loss", 0.5F}, {"train/gradient_norm", std::numeric_limits<float>::infinity()}}));
  EXPECT_EQ(tensorboard_record(parse_json(kValidation)),
            record_of(13.5, 50, {{"validation/accuracy", 0.75F}, {"validation/n/i/f", 2.0F}}));
}

TEST(TensorboardRecord, NeedsNothingButAStep) {
  EXPECT_EQ(tensorboard_record(parse_json(R"({"step":3,"event":[],"time":{}})")), record_of(0.0, 3, {}));
}

TEST(TensorboardFile, SaysWhatTheMetricsSay) {
  const TemporaryFolder folder;
  TensorboardFile file(folder.path() / "tensorboard/events", "");
  const std::string header = folder.read("tensorboard/events");
  EXPECT_THAT(header, testing::HasSubstr("brain.Event:2"));
  const Json interval = parse_json(kInterval);
  const Json validation = parse_json(kValidation);
  file.append(interval);
  file.append(validation);
  const std::string whole = header + tensorboard_record(interval) + tensorboard_record(validation);
  EXPECT_EQ(folder.read("tensorboard/events"), whole);
}

// Rows: H5
TEST(TensorboardFile, IsWhatTheMetricsSayWhereverAKillCutIt) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "tensorboard/events";
  const std::string metrics = std::string(kInterval) + "\n";
  const TensorboardFile first(path, metrics);
  const std::string whole = folder.read("tensorboard/events");
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    folder.write("tensorboard/events", whole.substr(0, size));
    const TensorboardFile again(path, metrics);
    EXPECT_EQ(folder.read("tensorboard/events"), whole) << size;
  }
}

}  // namespace
}  // namespace sentiment
