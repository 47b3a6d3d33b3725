// Accounts in a plan: read from its specification, written into its document, tables, calendars.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/json_writer.hpp"
#include "adapters/plan_data.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

void read_accounts(plan::Specification& spec, const JsonReader& field, const DataReader& data);

// The field "accounts" into an open object, where there are any: whole, and as a board shows it.
void write_accounts(const plan::Specification& spec, const plan::Document& document,
                    JsonWriter& json);
void write_account_board(const plan::Specification& spec, const plan::Document& document,
                         JsonWriter& json);

// Columns as in docs/plan-document.md.
std::string customers_csv(const plan::Specification& spec, const plan::Document& document);
std::string visits_csv(const plan::Specification& spec, const plan::Document& document);

// The visits of a rep, a leaf ordinal, as iCalendar.
std::string visit_calendar_name(const plan::Specification& spec, std::int32_t rep);
std::string visit_calendar(const plan::Specification& spec, const plan::Document& document,
                           std::int32_t rep);

}  // namespace salesplan::adapters
