// Alerts in a plan: the rules of its specification, and what they say of the closed months.
#pragma once

#include <string>

#include "adapters/json.hpp"
#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

void read_alerts(plan::Specification& spec, const JsonReader& field);

/// alerts.csv; columns as in docs/plan-document.md.
std::string alerts_csv(const plan::Specification& spec, const plan::Document& document);

/// A row of it as an object.
Json alert_row(const plan::Specification& spec, const plan::Document& document,
               const plan::AlertChange& change);

/// The field "alerts", of the document and of the dashboard model; none where nothing changed.
void write_alerts(const plan::Specification& spec, const plan::Document& document,
                  JsonWriter& json);

}  // namespace salesplan::adapters
