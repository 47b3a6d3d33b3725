// Counts by cell of a cube, few of them other than 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace salesplan::monitor {

/// A table in open addressing: it lies together in memory, so that a fact's cells are found
/// quickly.
template <class Count>
class CellCounts {
 public:
  /// The count of a cell below 2^32 - 1, 0 at first; good until the next call.
  Count& at(std::uint32_t cell) {
    if (4 * (used_ + 1) > 3 * slots_.size()) grow();
    Slot& slot = slots_[place(cell)];
    if (slot.cell != cell) {
      slot.cell = cell;
      ++used_;
    }
    return slot.count;
  }

  Count find(std::uint32_t cell) const {
    return slots_.empty() ? Count{0} : slots_[place(cell)].count;
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Slot {
    std::uint32_t cell = none;
    Count count = 0;
  };

  /// Where the cell is, or is to be.
  std::size_t place(std::uint32_t cell) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t i = (cell * std::uint64_t{0x9E3779B97F4A7C15u}) >> 32 & last;
    while (slots_[i].cell != cell && slots_[i].cell != none) i = (i + 1) & last;
    return i;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 32 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.cell != none) slots_[place(slot.cell)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace salesplan::monitor
