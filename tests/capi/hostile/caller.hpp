// A caller without manners: it passes to a C function whatever the types allow, arrays of just the
// length that the header states, and checks what the header promises of every call.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "allocations.hpp"
#include "choices.hpp"
#include "salesplan.h"
#include "tally.hpp"

namespace salesplan::hostile {

/// n texts in one block, or something that only looks like it.
struct List {
  const char* text;
  std::int64_t size;
};

template <class Handles>
class Caller {
 public:
  Caller(Choices& choices, const std::vector<std::string>& words)
      : choices_(choices), words_(words) {}

  ~Caller() {
    std::apply([](auto&... pools) { (free_all(pools), ...); }, handles_);
  }

  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  Choices& choices() { return choices_; }

  splan_context* context() {
    has_context_ = true;
    if (choices_.once_in(32)) return context_ = nullptr;
    if (pool<splan_context>().empty()) {
      splan_context* made = nullptr;
      splan_context_create(&made);
      pool<splan_context>().push_back(made);
    }
    return context_ = choices_.of(pool<splan_context>());
  }

  template <class Handle>
  Handle* handle() {
    if (pool<Handle>().empty() || choices_.once_in(32)) return nullptr;
    return choices_.of(pool<Handle>());
  }

  /// A handle to be freed: the caller has it no more.
  template <class Handle>
  Handle* take() {
    if (pool<Handle>().size() < 2 || choices_.below(4) != 0) return nullptr;
    Handle* taken = pool<Handle>().front();
    pool<Handle>().erase(pool<Handle>().begin());
    return taken;
  }

  std::int64_t count() {
    static constexpr std::int64_t wild[] = {-1, std::numeric_limits<std::int64_t>::min(),
                                            std::numeric_limits<std::int64_t>::max()};
    return count_ = choices_.once_in(16) ? choices_.of(wild)
                                         : static_cast<std::int64_t>(choices_.below(6));
  }

  template <class Number>
  Number number() {
    using Limits = std::numeric_limits<Number>;
    if constexpr (std::is_floating_point_v<Number>) {
      static constexpr Number values[] = {
          1, 0.5, 0, 0.1, 2, 80, 0.95, 1e6, 1e-300, -1, Limits::max(), -0.0, -1e18, 1e18, 3, 12};
      return choices_.once_in(8)
                 ? (choices_.below(2) == 0 ? Limits::quiet_NaN() : Limits::infinity())
                 : choices_.of(values);
    } else {
      static constexpr Number values[] = {1, 2,  0,    3,    12,   7,     5,     4,
                                          6, 96, 2024, 2026, 1000, 20454, 20500, -1};
      return choices_.once_in(8) ? (choices_.below(2) == 0 ? Limits::min() : Limits::max())
                                 : choices_.of(values);
    }
  }

  const char* text() {
    if (choices_.once_in(32)) return nullptr;
    const bool told = !learned_.empty() && choices_.below(3) != 0;
    return (told ? choices_.of(learned_) : choices_.of(words_)).c_str();
  }

  List list() {
    const auto n =
        static_cast<std::size_t>(choices_.once_in(8) ? static_cast<std::int64_t>(choices_.below(4))
                                                     : std::clamp<std::int64_t>(count_, 0, 5));
    std::string block;
    const std::size_t way = choices_.below(3);  // "a", "b", "c" are likely keys, "" likely parents
    for (std::size_t i = 0; i < n; ++i) {
      if (way == 0) block += static_cast<char>('a' + i);
      if (way == 1) block += choices_.of(words_);
      block += '\0';
    }
    if (choices_.once_in(32)) return {nullptr, choices_.below(2) == 0 ? 0 : 3};
    List list{hold(std::vector<char>(block.begin(), block.end()), false),
              static_cast<std::int64_t>(block.size())};
    if (choices_.once_in(16)) list.size -= 1;  // cut, or negative
    return list;
  }

  /// What the caller holds at [index] of an array it passes, to size another by.
  template <class Number>
  double at(const Number* array, std::int64_t index) const {
    return array == nullptr || index < 0 || index > 5 ? 0 : static_cast<double>(array[index]);
  }

  /// An input of that many values, or now and then NULL.
  template <class Number>
  const Number* input(double size) {
    return array<Number>(size, false);
  }

  /// Room for that many values, or now and then NULL.
  template <class Number>
  Number* output(double size) {
    return array<Number>(size, true);
  }

  /// Where a handle is to be put, or now and then NULL.
  template <class Handle>
  Handle** out() {
    if (choices_.once_in(32)) return nullptr;
    auto slot = std::make_unique<Slot<Handle>>();
    Handle** place = &slot->value;
    slots_.push_back(std::move(slot));
    return place;
  }

  /// Calls a function that returns a status, now and then short of memory.
  template <class Body>
  void status_call(const char* function, const Body& body) {
    const std::int64_t failing =
        choices_.once_in(32) ? 1 + static_cast<std::int64_t>(choices_.below(300)) : 0;
    splan_status status = SPLAN_OK;
    {
      short_of_memory_ = failing != 0;
      const AllocationFailure failure(failing, choices_.once_in(2));
      status = body();
    }
    settle(function, status);
  }

  /// Calls any other function, and reads the text it may return to its end.
  template <class Body>
  void plain_call(const char* function, const Body& body) {
    if constexpr (std::is_same_v<decltype(body()), const char*>) {
      const char* text = body();
      if (text != nullptr) read_ += std::strlen(text);
    } else {
      body();
    }
    has_context_ = false;
    settle(function, SPLAN_OK);
  }

 private:
  struct AnyBlock {
    virtual ~AnyBlock() = default;
    virtual bool unchanged() const = 0;
    bool is_output = false;
  };
  template <class T>
  struct Block : AnyBlock {
    explicit Block(const std::vector<T>& given) : values(given), before(given) {}
    bool unchanged() const override {
      return values.empty() ||
             std::memcmp(values.data(), before.data(), values.size() * sizeof(T)) == 0;
    }
    std::vector<T> values, before;
  };
  struct AnySlot {
    virtual ~AnySlot() = default;
    virtual bool unchanged() const = 0;
    virtual void keep(Caller& caller) = 0;
  };
  template <class Handle>
  struct Slot : AnySlot {
    bool unchanged() const override { return value == unset(); }
    void keep(Caller& caller) override { caller.keep(value); }
    static Handle* unset() { return reinterpret_cast<Handle*>(std::uintptr_t{16}); }
    Handle* value = unset();
  };

  template <class Handle>
  std::vector<Handle*>& pool() {
    return std::get<std::vector<Handle*>>(handles_);
  }

  template <class Handle>
  void keep(Handle* handle) {
    std::vector<Handle*>& kept = pool<Handle>();
    kept.push_back(handle);
    learn(handle);
    if (kept.size() > 4) {
      free_handle(kept.front());
      kept.erase(kept.begin());
    }
  }

  template <class Handle>
  static void free_all(std::vector<Handle*>& kept) {
    for (Handle* handle : kept) free_handle(handle);
  }

  template <class T>
  T* hold(const std::vector<T>& values, bool is_output) {
    auto block = std::make_unique<Block<T>>(values);
    block->is_output = is_output;
    T* data = block->values.data();
    blocks_.push_back(std::move(block));
    return data;
  }

  template <class Number>
  Number* array(double size, bool is_output) {
    constexpr double most = 1e12;  // beyond 2^40 a count is refused before the array is looked at
    const auto n = static_cast<std::size_t>(size > most ? 1 : std::max(size, 0.0));
    if (choices_.once_in(is_output ? 32 : 6)) return nullptr;
    std::vector<Number> values(n);
    const std::size_t way = is_output ? 0 : choices_.below(7);
    for (std::size_t i = 0; i < n; ++i) {
      constexpr std::array<int, 6> tree = {-1, 0, 0, 1, 1, 2};
      switch (way) {
        case 0:
          values[i] = 1;
          break;
        case 1:
          values[i] = static_cast<Number>(i);
          break;
        case 2:
          values[i] = static_cast<Number>(20454 + 10 * i);  // days of 2026
          break;
        case 3:
          values[i] = static_cast<Number>(i < tree.size() ? tree[i] : 3);
          break;
        case 4:
          values[i] = std::numeric_limits<Number>::has_quiet_NaN
                          ? std::numeric_limits<Number>::quiet_NaN()
                          : std::numeric_limits<Number>::min();
          break;
        case 5:
          values[i] = static_cast<Number>(choices_.below(20));
          break;
        default:
          values[i] = number<Number>();
      }
    }
    return hold(values, is_output);
  }

  [[noreturn]] void broken(const char* function, const std::string& promise) const {
    throw std::logic_error(std::string(function) + ": " + promise);
  }

  void settle(const char* function, splan_status status) {
    Tally& tally = tallies()[function];
    ++tally.calls;
    if (status == SPLAN_OK) ++tally.successes;
    if (status > SPLAN_OK || status < SPLAN_CONFLICT) broken(function, "returns no status");
    if (has_context_) check_context(function, status);
    for (const auto& block : blocks_) {
      if (status == SPLAN_OK && block->is_output) continue;
      if (!block->unchanged()) broken(function, "writes an input, or an output and fails");
    }
    for (const auto& slot : slots_) {
      if (slot->unchanged() != (status != SPLAN_OK)) {
        broken(function, "a handle comes out if and only if the call succeeds");
      }
      if (status == SPLAN_OK) slot->keep(*this);
    }
    slots_.clear();
    blocks_.clear();
    has_context_ = false;
  }

  void check_context(const char* function, splan_status status) {
    if (context_ == nullptr) {
      if (status != SPLAN_INVALID_ARGUMENT) broken(function, "accepts a context that is NULL");
      return;
    }
    const std::string message = splan_context_message(context_);
    learn(message);
    if (status == SPLAN_INTERNAL) broken(function, "has a defect: " + message);
    if (splan_context_status(context_) != status) broken(function, "status not in the context");
    if (message.find_first_of("\r\n") != std::string::npos) {
      broken(function, "a message of two lines: " + message);
    }
    if (!message.empty() && status == SPLAN_OK) broken(function, "succeeds with " + message);
    if (message.empty() && status != SPLAN_OK && !short_of_memory_) {
      broken(function, "does not say why it fails");
    }
  }

  // The names that a message lists, "…; there are: model, horizon", are tried next.
  void learn(const std::string& message) {
    constexpr std::string_view before = "there are: ";
    const std::size_t found = message.find(before);
    if (found == std::string::npos) return;
    learned_.clear();
    std::istringstream names(message.substr(found + before.size()));
    for (std::string name; std::getline(names >> std::ws, name, ',');) learned_.push_back(name);
  }

  void learn(const splan_result* result) {
    learned_.clear();
    for (std::int32_t i = 0; i < splan_result_columns(result); ++i) {
      learned_.emplace_back(splan_result_column_name(result, i));
    }
  }
  void learn(const void*) {}

  Choices& choices_;
  const std::vector<std::string>& words_;
  Handles handles_;
  std::vector<std::unique_ptr<AnyBlock>> blocks_;
  std::vector<std::unique_ptr<AnySlot>> slots_;
  splan_context* context_ = nullptr;
  bool has_context_ = false;
  bool short_of_memory_ = false;
  std::vector<std::string> learned_;
  std::int64_t count_ = 0;
  std::size_t read_ = 0;
};

}  // namespace salesplan::hostile
