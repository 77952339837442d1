#include "kernels/text_pooling.h"

#include <algorithm>

namespace sentiment {
namespace {

/// Calls visit(text, first token, end) for each text, spread over the threads.
template <class Visit>
void for_each_text(const std::vector<int64_t>& starts, ThreadPool& pool, const Visit& visit) {
  pool.run(starts.size() - 1,
           [&](std::size_t text) { visit(static_cast<int64_t>(text), starts[text], starts[text + 1]); });
}

}  // namespace

template <class Real>
void max_over_texts(const std::vector<int64_t>& starts, int64_t S, const Real* states, Real* largest,
                    int64_t* where, ThreadPool& pool) {
  for_each_text(starts, pool, [&](int64_t text, int64_t begin, int64_t end) {
    Real* best = largest + text * S;
    int64_t* from = where + text * S;
    std::fill_n(from, S, begin == end ? -1 : begin);
    if (begin == end) {
      std::fill_n(best, S, Real{0});
      return;
    }
    std::copy_n(states + begin * S, S, best);
    for (int64_t token = begin + 1; token < end; ++token) {
      const Real* state = states + token * S;
      for (int64_t j = 0; j < S; ++j) {
        // Not state > best: a NaN must not vanish here.
        const bool larger = !(state[j] <= best[j]) && best[j] == best[j];
        from[j] = larger ? token : from[j];
        best[j] = larger ? state[j] : best[j];
      }
    }
  });
}

template <class Real>
void mean_over_texts(const std::vector<int64_t>& starts, int64_t S, const Real* states, Real* mean,
                     ThreadPool& pool) {
  for_each_text(starts, pool, [&](int64_t text, int64_t begin, int64_t end) {
    std::vector<double> sums(static_cast<std::size_t>(S));
    for (int64_t token = begin; token < end; ++token) {
      const Real* state = states + token * S;
      for (int64_t j = 0; j < S; ++j) sums[static_cast<std::size_t>(j)] += static_cast<double>(state[j]);
    }
    const double share = begin == end ? 0.0 : 1.0 / static_cast<double>(end - begin);
    for (int64_t j = 0; j < S; ++j)
      mean[text * S + j] = static_cast<Real>(sums[static_cast<std::size_t>(j)] * share);
  });
}

template <class Real>
void pooling_gradient(const std::vector<int64_t>& starts, int64_t S, const Real* largest,
                      const int64_t* where, const Real* mean, Real* states, ThreadPool& pool) {
  for_each_text(starts, pool, [&](int64_t text, int64_t begin, int64_t end) {
    std::vector<Real> shares(static_cast<std::size_t>(S));
    const Real share = begin == end ? Real{0} : Real{1} / static_cast<Real>(end - begin);
    for (int64_t j = 0; mean != nullptr && j < S; ++j)
      shares[static_cast<std::size_t>(j)] = mean[text * S + j] * share;
    for (int64_t token = begin; token < end; ++token)
      std::copy(shares.begin(), shares.end(), states + token * S);
    for (int64_t j = 0; largest != nullptr && begin < end && j < S; ++j)
      states[where[text * S + j] * S + j] += largest[text * S + j];
  });
}

#define SENTIMENT_INSTANTIATE(Real)                                                                     \
  template void max_over_texts(const std::vector<int64_t>&, int64_t, const Real*, Real*, int64_t*,      \
                               ThreadPool&);                                                            \
  template void mean_over_texts(const std::vector<int64_t>&, int64_t, const Real*, Real*, ThreadPool&); \
  template void pooling_gradient(const std::vector<int64_t>&, int64_t, const Real*, const int64_t*,     \
                                 const Real*, Real*, ThreadPool&);
SENTIMENT_INSTANTIATE(float)
SENTIMENT_INSTANTIATE(double)
#undef SENTIMENT_INSTANTIATE

}  // namespace sentiment
