// Pools the states of every text of a batch, forward and backward. Letters: see README.md.
//
// Tokens are numbered text by text; starts [texts + 1] says where each text's begin. A text without tokens
// has features of zero.
#pragma once

#include <cstdint>
#include <vector>

#include "core/thread_pool.h"

namespace sentiment {

/// The largest value of each feature over the text's tokens; of equal ones the first.
///
/// states   [tokens, S]
/// largest  [texts, S]  out
/// where    [texts, S]  out: the token it is from, -1 for an empty text
template <class Real>
void max_over_texts(const std::vector<int64_t>& starts, int64_t S, const Real* states, Real* largest,
                    int64_t* where, ThreadPool& pool);

/// The mean of each feature over the text's tokens, summed in double precision.
///
/// mean  [texts, S]  out
template <class Real>
void mean_over_texts(const std::vector<int64_t>& starts, int64_t S, const Real* states, Real* mean,
                     ThreadPool& pool);

/// The gradient of the states from those of their pools; each may be null.
///
/// largest  [texts, S] with `where` from max_over_texts
/// mean     [texts, S]
/// states   [tokens, S]  out
template <class Real>
void pooling_gradient(const std::vector<int64_t>& starts, int64_t S, const Real* largest,
                      const int64_t* where, const Real* mean, Real* states, ThreadPool& pool);

}  // namespace sentiment
