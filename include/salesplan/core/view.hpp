// A view of the caller's array: pointer and length, nothing owned (std::span for C++17).
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

namespace salesplan::core {

template <class T>
class View {
 public:
  using value_type = std::remove_const_t<T>;

  constexpr View() = default;
  constexpr View(T* data, std::size_t size) : data_(data), size_(size) {}
  View(std::vector<value_type>& v) : data_(v.data()), size_(v.size()) {}
  template <class U = T, class = std::enable_if_t<std::is_const_v<U>>>
  View(const std::vector<value_type>& v) : data_(v.data()), size_(v.size()) {}
  template <class U = T, class = std::enable_if_t<std::is_const_v<U>>>
  constexpr View(View<std::remove_const_t<U>> v) : data_(v.data()), size_(v.size()) {}

  constexpr T* data() const { return data_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T& operator[](std::size_t i) const { return data_[i]; }
  constexpr T* begin() const { return data_; }
  constexpr T* end() const { return data_ + size_; }
  constexpr T& front() const { return data_[0]; }
  constexpr T& back() const { return data_[size_ - 1]; }
  constexpr View subview(std::size_t first, std::size_t count) const {
    return {data_ + first, count};
  }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace salesplan::core
