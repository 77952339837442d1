// The least a program that links libtorch can do: it starts, adds two tensors and ends.
#include <ATen/ops/ones.h>

#include <cstdio>

int main() {
  const at::Tensor sum = at::ones({2, 2}).add(at::ones({2, 2}));
  std::printf("%g\n", sum.sum().item<double>());
}
