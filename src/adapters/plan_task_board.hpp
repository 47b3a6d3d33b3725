// The weeks of a plan's months for the dashboard page: what is to be done by when, and what each
// week is to bring.
#pragma once

#include <cstddef>

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

constexpr std::size_t most_owner_months = 5000;  // beyond it the page holds no rows by owner

/// What all owners sold in a week of Document::week_sales.
core::Minor week_actual(const plan::Specification& spec, const plan::Document& document,
                        std::size_t week);

/// The field "tasks" (docs/dashboard-model.md), into an open object; none without tasks.
void write_task_board(const plan::Specification& spec, const plan::Document& document,
                      JsonWriter& json);

}  // namespace salesplan::adapters
