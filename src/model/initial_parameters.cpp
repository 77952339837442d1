#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "model/parameters.h"

namespace sentiment {
namespace {

constexpr double kEmbeddingDeviation = 0.1;

/// One parameter being filled: a view of its values, and a stream of its own.
struct Draft {
  NamedTensor& tensor;
  RandomStream random;

  float* row(int64_t i) { return tensor.values.data() + i * tensor.shape.back(); }
};

void fill_embedding(Draft draft) {
  const auto size = draft.tensor.values.size();
  const auto padding = static_cast<std::size_t>(draft.tensor.shape[1]);  // row 0, Vocabulary::kPadId
  for (std::size_t i = padding; i < size; ++i) {
    draft.tensor.values[i] = static_cast<float>(kEmbeddingDeviation * draft.random.normal(i));
  }
}

void fill_uniform(Draft draft, double limit) {
  for (std::size_t i = 0; i < draft.tensor.values.size(); ++i) {
    draft.tensor.values[i] = static_cast<float>(limit * (2.0 * draft.random.uniform(i) - 1.0));
  }
}

/// Uniform in +-sqrt(6 / (inputs + outputs)), `outputs` those of one gate (Glorot and Bengio 2010, eq. 16).
void fill_glorot(Draft draft, int64_t outputs) {
  fill_uniform(draft, std::sqrt(6.0 / static_cast<double>(draft.tensor.shape[1] + outputs)));
}

double dot(const double* a, const double* b, std::size_t size) {
  double sums[4] = {};  // four chains of additions instead of one that each must wait for
  std::size_t k = 0;
  for (; k + 4 <= size; k += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += a[k + lane] * b[k + lane];
  }
  for (; k < size; ++k) sums[0] += a[k] * b[k];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// A random orthogonal matrix [size, size]: the rows of a normal one made orthonormal by modified
/// Gram-Schmidt, which is the factor Q of a QR decomposition with a positive diagonal and so uniform over all
/// rotations (Mezzadri 2007).
std::vector<double> orthogonal_matrix(std::size_t size, const RandomStream& random, uint64_t first) {
  std::vector<double> matrix(size * size);
  for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] = random.normal(first + i);
  for (std::size_t i = 0; i < size; ++i) {
    double* row = matrix.data() + i * size;
    const double length = std::sqrt(dot(row, row, size));
    for (std::size_t k = 0; k < size; ++k) row[k] /= length;
    for (std::size_t later = i + 1; later < size; ++later) {
      double* other = matrix.data() + later * size;
      const double overlap = dot(row, other, size);
      for (std::size_t k = 0; k < size; ++k) other[k] -= overlap * row[k];
    }
  }
  return matrix;
}

void fill_orthogonal(Draft draft, int64_t gates) {
  const auto size = static_cast<std::size_t>(draft.tensor.shape[1]);
  for (int64_t gate = 0; gate < gates; ++gate) {
    const auto first = static_cast<std::size_t>(gate) * size * size;
    const std::vector<double> matrix = orthogonal_matrix(size, draft.random, first);
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      draft.tensor.values[first + i] = static_cast<float>(matrix[i]);
    }
  }
}

void fill(Draft draft, const ModelConfig& config) {
  const std::string& name = draft.tensor.name;
  const auto is = [&](const char* part) { return name.find(part) != std::string::npos; };
  if (is("embedding.")) return fill_embedding(draft);
  if (is("_norm.")) {
    const bool is_one = is(".weight") || is(".running_var");
    std::fill(draft.tensor.values.begin(), draft.tensor.values.end(), is_one ? 1.0F : 0.0F);
    return;
  }
  if (is(".weight_hh") && config.type == RecurrentType::kRnn) {
    // torch.nn.RNN's. An orthogonal matrix would hide from the vanilla network what it is here to show: its
    // gradient would neither vanish nor explode at first.
    return fill_uniform(draft, 1.0 / std::sqrt(static_cast<double>(config.hidden_size)));
  }
  if (is(".weight_hh")) return fill_orthogonal(draft, config.gates());
  if (is(".weight_ih")) return fill_glorot(draft, config.hidden_size);
  if (is(".weight")) return fill_glorot(draft, draft.tensor.shape[0]);
  if (is(".bias_ih") && config.type == RecurrentType::kLstm) {
    const auto forget = draft.tensor.values.begin() + config.hidden_size;  // gates i f g o
    std::fill_n(forget, config.hidden_size, static_cast<float>(config.forget_bias));
  }
}

}  // namespace

Parameters initial_parameters(const ModelConfig& config, int64_t vocabulary, int64_t classes, uint64_t seed) {
  return initial_parameters(parameter_shapes(config, vocabulary, classes), config, seed);
}

Parameters initial_parameters(const std::vector<ParameterShape>& shapes, const ModelConfig& layers,
                              uint64_t seed) {
  Parameters parameters;
  for (const ParameterShape& shape : shapes) {
    const auto count = static_cast<std::size_t>(element_count(shape.shape));
    const RandomStream random(seed, RandomUse::kInitialWeights, {parameters.size()});
    parameters.push_back({shape.name, shape.shape, std::vector<float>(count)});
    fill({parameters.back(), random}, layers);
  }
  return parameters;
}

}  // namespace sentiment
