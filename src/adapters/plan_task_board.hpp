// The weeks of a plan's months for the dashboard page: what is to be done by when, and what each
// week is to bring.
#pragma once

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The field "tasks" (docs/dashboard-model.md), into an open object; none without tasks.
void write_task_board(const plan::Specification& spec, const plan::Document& document,
                      JsonWriter& json);

}  // namespace salesplan::adapters
