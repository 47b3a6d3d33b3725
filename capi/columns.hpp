// Columns of a result from rows, and rows from columns of the caller.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "boundary.hpp"
#include "result.hpp"

namespace salesplan::capi {

/// An array of n values, or of `otherwise` where the pointer is NULL.
template <class T>
class OptionalArray {
 public:
  OptionalArray(const T* values, T otherwise) : values_(values), otherwise_(otherwise) {}
  T operator[](std::size_t i) const { return values_ == nullptr ? otherwise_ : values_[i]; }

 private:
  const T* values_;
  T otherwise_;
};

/// Runs `body`, which judges item i of a list; its Error gets "name[i]." before its place.
template <class Body>
auto of_item(const char* name, std::size_t i, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    const std::string place = core::at(name, static_cast<std::int64_t>(i));
    throw error.moved_to(place + "." + error.place());
  }
}

/// Column `name` with get(row) of each row: a number, an integer or a text.
template <class Rows, class Get>
void add_column(splan_result& result, const std::string& name, const Rows& rows, Get get) {
  using Given = std::decay_t<decltype(get(rows[0]))>;
  using Value =
      std::conditional_t<std::is_floating_point_v<Given>, double,
                         std::conditional_t<std::is_integral_v<Given>, std::int64_t, std::string>>;
  std::vector<Value> values;
  values.reserve(rows.size());
  for (const auto& row : rows) values.push_back(static_cast<Value>(get(row)));
  result.add(name, std::move(values));
}

/// Column `name` of a single number.
inline void add_one(splan_result& result, const std::string& name, double value) {
  result.add(name, std::vector<double>{value});
}

/// Column `name` of a single integer.
inline void add_one(splan_result& result, const std::string& name, std::int64_t value) {
  result.add(name, std::vector<std::int64_t>{value});
}

}  // namespace salesplan::capi
