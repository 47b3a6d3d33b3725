// What every C function stands on: the context, the guard that ends exceptions, checked arguments.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan.h"
#include "salesplan/core/error.hpp"
#include "salesplan/core/view.hpp"

struct splan_context {
  splan_status status = SPLAN_OK;
  std::string message;
  splan_progress progress = nullptr;
  void* user_data = nullptr;
};

namespace salesplan::capi {

/// Keeps the failure in the context, its text on one line whatever names from outside it quotes;
/// the text is dropped where there is no memory for it.
inline splan_status fail(splan_context* context, splan_status status, const char* text) noexcept {
  context->status = status;
  try {
    context->message = text;
    std::replace(context->message.begin(), context->message.end(), '\n', ' ');
    std::replace(context->message.begin(), context->message.end(), '\r', ' ');
  } catch (...) {
    context->message.clear();
  }
  return status;
}

/// Runs the body of a C function: no exception gets out.
template <class Body>
splan_status guard(splan_context* context, Body&& body) noexcept {
  if (context == nullptr) return SPLAN_INVALID_ARGUMENT;
  try {
    body();
    context->status = SPLAN_OK;
    context->message.clear();
    return SPLAN_OK;
  } catch (const Error& error) {
    return fail(context, static_cast<splan_status>(error.code()), error.what());
  } catch (const std::bad_alloc&) {
    return fail(context, SPLAN_OUT_OF_MEMORY, "out of memory");
  } catch (const std::length_error&) {
    return fail(context, SPLAN_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& error) {
    return fail(context, SPLAN_INTERNAL, error.what());
  } catch (...) {
    return fail(context, SPLAN_INTERNAL, "an exception of unknown type");
  }
}

/// `pointer`, or Error where it is NULL.
template <class T>
T& required(T* pointer, const char* name) {
  if (pointer == nullptr) throw Error(ErrorCode::invalid_argument, name, "is NULL");
  return *pointer;
}

/// The most values an array or bytes a list may have: beyond any address space, and small enough
/// for sums and products of a few counts.
constexpr int64_t max_count = int64_t{1} << 40;

/// A count given by the caller.
inline std::size_t count(int64_t n, const std::string& name) {
  if (n < 0) throw Error(ErrorCode::invalid_argument, name, std::to_string(n) + " is negative");
  if (n > max_count) {
    throw Error(ErrorCode::invalid_argument, name,
                std::to_string(n) + " exceeds " + std::to_string(max_count));
  }
  return static_cast<std::size_t>(n);
}

/// The values of a table of rows by columns; refuses, naming its rows, what no array can hold.
inline std::size_t cells(std::size_t rows, std::size_t columns, const char* name) {
  if (columns != 0 && rows > static_cast<std::size_t>(max_count) / columns) {
    throw Error(ErrorCode::invalid_argument, name,
                std::to_string(rows) + " times " + std::to_string(columns) + " exceeds " +
                    std::to_string(max_count));
  }
  return rows * columns;
}

/// An array of n values; NULL only where n is 0.
template <class T>
core::View<T> array(T* values, std::size_t n, const char* name) {
  if (n > 0) required(values, name);
  return {values, n};
}

/// An array of n values, or an empty view for NULL.
template <class T>
core::View<T> optional_array(T* values, std::size_t n) {
  return values == nullptr ? core::View<T>() : core::View<T>(values, n);
}

/// A text, "" for NULL.
inline std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

/// A list of n texts, each ended by NUL, that fill `size` bytes.
inline std::vector<std::string> texts(const char* block, int64_t size, std::size_t n,
                                      const char* name) {
  const std::size_t bytes = count(size, std::string(name) + "_size");
  std::string_view left(bytes > 0 ? &required(block, name) : "", bytes);
  std::vector<std::string> result;
  while (result.size() < n) {
    const std::size_t end = left.find('\0');
    if (end == std::string_view::npos) break;
    result.emplace_back(left.substr(0, end));
    left.remove_prefix(end + 1);
  }
  if (result.size() < n || !left.empty()) {
    throw Error(ErrorCode::invalid_argument, name,
                "must be " + std::to_string(n) + " texts, each ended by NUL, and nothing else");
  }
  return result;
}

}  // namespace salesplan::capi
