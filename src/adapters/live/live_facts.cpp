#include "adapters/live/live_facts.hpp"

#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/plan_fields.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/table/fact_table.hpp"

namespace salesplan::adapters {
namespace {

calendar::Date date_within(const plan::Specification& spec, const std::string& text,
                           const std::string& place) {
  const calendar::Date date = calendar::parse_date(text, place);
  const calendar::Date first = calendar::first_date(spec.first_month);
  const calendar::Date last = calendar::last_date(
      calendar::shift(spec.first_month, static_cast<std::int64_t>(spec.months) - 1));
  if (date >= first && date <= last) return date;
  throw Error(ErrorCode::invalid_argument, place,
              text + " is not within the plan, " + calendar::date_text(first) + " to " +
                  calendar::date_text(last));
}

}  // namespace

LiveFacts read_live_csv(std::string text, const std::string& name, const FactNames& names,
                        const plan::Specification& spec) {
  const CsvTable csv(std::move(text), name);
  const std::size_t date = csv.column(names.date), revenue = csv.column(names.revenue);
  std::vector<std::size_t> members;
  for (const std::string& column : names.members) members.push_back(csv.column(column));
  LiveFacts facts;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    facts.dates.push_back(date_within(spec, std::string(csv.cell(r, date)), csv.place(r, date)));
    for (std::size_t d = 0; d < members.size(); ++d) {
      facts.leaves.push_back(table::leaf_ordinal(spec.dimensions[d], csv.cell(r, members[d]),
                                                 csv.place(r, members[d])));
    }
    facts.revenue.push_back(
        core::parse_amount(csv.cell(r, revenue), spec.decimals, csv.place(r, revenue)));
  }
  return facts;
}

LiveFacts read_live_json(std::string_view text, const std::string& name, const FactNames& names,
                         const plan::Specification& spec) {
  JsonDocument document;
  parse_json(text, name, document);
  const JsonReader top(document.value(), name + ": ");
  top.allow({"facts", "evening"});
  LiveFacts facts;
  if (const auto evening = top.find("evening")) {
    facts.evening = date_within(spec, evening->text(), evening->path());
  }
  const auto rows = top.find("facts");
  if (!rows) return facts;
  for (const JsonReader& row : rows->items()) {
    const JsonReader date = row.get(names.date.c_str());
    facts.dates.push_back(date_within(spec, date.text(), date.path()));
    for (std::size_t d = 0; d < names.members.size(); ++d) {
      const JsonReader member = row.get(names.members[d].c_str());
      facts.leaves.push_back(table::leaf_ordinal(spec.dimensions[d], member.text(), member.path()));
    }
    facts.revenue.push_back(read_signed_amount(row.get(names.revenue.c_str()), spec.decimals));
  }
  return facts;
}

}  // namespace salesplan::adapters
