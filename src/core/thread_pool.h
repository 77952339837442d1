// One pool of std::threads; no OpenMP anywhere in our code.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sentiment {

/// Runs loops over a fixed number of threads, the caller's included.
class ThreadPool {
 public:
  /// `threads` >= 1; 1 starts no thread at all. Throws Error if the system has no more threads.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /// Calls body(i) once for each i in [0, count), in any order and on any thread, and waits for all of them.
  /// If calls throw, the first exception is rethrown here and items not yet begun are left out.
  /// Not to be called from inside `body`.
  void run(std::size_t count, const std::function<void(std::size_t)>& body);

 private:
  void work();
  void stop();
  void take_items(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable work_ready_;
  std::condition_variable work_done_;
  std::vector<std::thread> workers_;
  const std::function<void(std::size_t)>* body_ = nullptr;
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  std::size_t running_ = 0;
  std::exception_ptr error_;
  bool stopping_ = false;
};

/// Cores this process may run on, at least 1.
int available_cores();

}  // namespace sentiment
