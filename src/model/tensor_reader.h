// The tensors of a model file, in and out: vocabulary and parameters, checked and hashed on the way.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/model_metadata.h"
#include "model/parameters.h"
#include "model/safetensors_source.h"
#include "text/vocabulary.h"

namespace sentiment {

/// Turns the tensors of a file into those that its metadata ask for. Throws FormatError naming the tensor.
class TensorReader {
 public:
  explicit TensorReader(const SafetensorsSource& source);

  Vocabulary vocabulary();
  /// Those expected, in that order; the file may hold no others besides the vocabulary.
  Parameters parameters(const std::vector<ParameterShape>& expected);
  /// After the checks that can name the tensor at fault: this one only knows that something is.
  void check_hash() const;

 private:
  [[noreturn]] void refuse(const std::string& text) const;
  [[noreturn]] void refuse_value(const TensorEntry& tensor, const std::vector<float>& values) const;
  const TensorEntry& expect(const std::string& name, DType dtype) const;
  std::vector<float> values_of(const TensorEntry& tensor);
  void note(const TensorEntry& tensor, std::string hash);

  const SafetensorsSource& source_;
  const SafetensorsHeader& file_;
  std::string name_;
  std::vector<HashedTensor> hashed_;
};

/// A model file's bytes: adds `content_hash` to the metadata.
std::string to_file_bytes(std::map<std::string, std::string> metadata, const Vocabulary& vocabulary,
                          const Parameters& parameters);

}  // namespace sentiment
