// Objects that calls borrow, so that each thread has its own and none is built twice.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace sentiment {

template <class Object>
class ObjectPool {
 public:
  /// One that nobody has, else a new one of these arguments. What is not given back is simply gone.
  template <class... Arguments>
  std::unique_ptr<Object> take(Arguments&&... arguments) {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Object> object = std::move(idle_.back());
        idle_.pop_back();
        return object;
      }
    }
    return std::make_unique<Object>(std::forward<Arguments>(arguments)...);
  }

  void give_back(std::unique_ptr<Object> object) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(object));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Object>> idle_;
};

}  // namespace sentiment
