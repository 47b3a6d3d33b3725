#include <algorithm>
#include <memory>

#include "boundary.hpp"
#include "result.hpp"
#include "salesplan/calendar/date.hpp"
#include "salesplan/table/cube.hpp"
#include "salesplan/table/fact_table.hpp"
#include "table.hpp"

using namespace salesplan;

struct splan_table {
  std::vector<std::shared_ptr<const table::Dimension>> dimensions;
  table::FactTable facts;
};

splan_status splan_dimension_create(splan_context* context, const char* name, int64_t n,
                                    const char* keys, int64_t keys_size, const char* parents,
                                    int64_t parents_size, const char* labels, int64_t labels_size,
                                    splan_dimension** out) {
  return capi::guard(context, [&] {
    splan_dimension*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    std::vector<std::string> key = capi::texts(keys, keys_size, count, "keys");
    std::vector<std::string> parent = capi::texts(parents, parents_size, count, "parents");
    std::vector<std::string> label(count);
    if (labels != nullptr) label = capi::texts(labels, labels_size, count, "labels");
    std::vector<table::MemberRow> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
      rows[i] = {std::move(key[i]), std::move(parent[i]), std::move(label[i])};
    }
    to = new splan_dimension{
        std::make_shared<const table::Dimension>(&capi::required(name, "name"), rows)};
  });
}

void splan_dimension_free(splan_dimension* dimension) { delete dimension; }

splan_status splan_dimension_members(splan_context* context, const splan_dimension* dimension,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const table::Dimension& from = *capi::required(dimension, "dimension").dimension;
    std::vector<std::string> keys, labels, parents;
    std::vector<std::int64_t> levels, leaves, first, end;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(from.size()); ++i) {
      keys.push_back(from.key(i));
      labels.push_back(from.label(i));
      parents.push_back(from.parent(i) < 0 ? "" : from.key(from.parent(i)));
      levels.push_back(from.level(i));
      leaves.push_back(from.is_leaf(i) && i != table::Dimension::root ? 1 : 0);
      first.push_back(from.first_leaf(i));
      end.push_back(from.end_leaf(i));
    }
    auto result = std::make_unique<splan_result>();
    result->add("key", std::move(keys));
    result->add("label", std::move(labels));
    result->add("parent", std::move(parents));
    result->add("level", std::move(levels));
    result->add("leaf", std::move(leaves));
    result->add("first_leaf", std::move(first));
    result->add("end_leaf", std::move(end));
    to = result.release();
  });
}

splan_status splan_table_create(splan_context* context, int64_t n, const int32_t* dates,
                                splan_table** out) {
  return capi::guard(context, [&] {
    splan_table*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    auto made = std::make_unique<splan_table>();
    if (dates == nullptr) {
      made->facts.dates.assign(rows, SPLAN_NO_DATE);
    } else {
      for (std::size_t row = 0; row < rows; ++row) {
        const calendar::Date date{dates[row]};
        if (date == calendar::no_date || (date >= calendar::min_date && date <= calendar::max_date))
          continue;
        calendar::check_date(date, core::at("dates", static_cast<std::int64_t>(row)));
      }
      made->facts.dates.assign(dates, dates + rows);
    }
    to = made.release();
  });
}

void splan_table_free(splan_table* table) { delete table; }

splan_status splan_table_add_dimension(splan_context* context, splan_table* table,
                                       const splan_dimension* dimension, const char* keys,
                                       int64_t keys_size) {
  return capi::guard(context, [&] {
    splan_table& to = capi::required(table, "table");
    const auto& added = capi::required(dimension, "dimension").dimension;
    for (const auto& known : to.dimensions) {
      if (known->name() == added->name()) {
        throw Error(ErrorCode::duplicate, "dimension",
                    "\"" + added->name() + "\" is in the table already");
      }
    }
    const std::vector<std::string> texts = capi::texts(keys, keys_size, to.facts.size(), "keys");
    std::vector<std::int32_t> members(texts.size());
    for (std::size_t row = 0; row < texts.size(); ++row) {
      members[row] = table::leaf_ordinal(*added, texts[row],
                                         core::at(added->name(), static_cast<std::int64_t>(row)));
    }
    to.facts.members.reserve(to.facts.members.size() + 1);
    to.dimensions.push_back(added);
    to.facts.members.push_back(std::move(members));
  });
}

splan_status splan_table_add_measure(splan_context* context, splan_table* table, const char* name,
                                     int32_t decimals, const int64_t* values) {
  return capi::guard(context, [&] {
    splan_table& to = capi::required(table, "table");
    const auto from = capi::array(values, to.facts.size(), "values");
    if (decimals < 0 || decimals > 9) {
      throw Error(ErrorCode::invalid_argument, "decimals",
                  std::to_string(decimals) + " is not in 0..9");
    }
    const auto missing = std::find(from.begin(), from.end(), SPLAN_MISSING);
    if (missing != from.end()) {
      throw Error(ErrorCode::invalid_argument, core::at("values", missing - from.begin()),
                  "is missing");
    }
    table::Measure measure{&capi::required(name, "name"), decimals, {from.begin(), from.end()}};
    for (const table::Measure& known : to.facts.measures) {
      if (known.name == measure.name) {
        throw Error(ErrorCode::duplicate, "measure",
                    "\"" + measure.name + "\" is in the table already");
      }
    }
    to.facts.measures.push_back(std::move(measure));
  });
}

splan_status splan_table_roll_up(splan_context* context, const splan_table* table,
                                 const char* measure, int64_t count, const char* dimensions,
                                 int64_t dimensions_size, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const splan_table& from = capi::required(table, "table");
    std::vector<const table::Dimension*> by;
    std::vector<table::Axis> axes;
    for (const std::string& name :
         capi::texts(dimensions, dimensions_size, capi::count(count, "count"), "dimensions")) {
      std::size_t d = 0;
      while (d < from.dimensions.size() && from.dimensions[d]->name() != name) ++d;
      if (d == from.dimensions.size()) {
        throw Error(ErrorCode::not_found, "dimensions", "\"" + name + "\" is not in the table");
      }
      by.push_back(from.dimensions[d].get());
      axes.push_back({&from.facts.members[d], by.back()->leaf_count()});
    }
    table::Cube cube =
        table::aggregate(from.facts.measure(&capi::required(measure, "measure")), axes);
    for (std::size_t a = 0; a < by.size(); ++a) cube = table::roll_up(cube, a, *by[a]);

    std::vector<std::vector<std::string>> keys(by.size());
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < cube.size(); ++i) {
      if (cube[i] == 0) continue;
      const std::vector<std::size_t> at = cube.position(i);
      for (std::size_t a = 0; a < by.size(); ++a) {
        keys[a].push_back(by[a]->key(static_cast<std::int32_t>(at[a])));
      }
      values.push_back(cube[i]);
    }
    auto result = std::make_unique<splan_result>();
    for (std::size_t a = 0; a < by.size(); ++a) result->add(by[a]->name(), std::move(keys[a]));
    result->add("value", std::move(values));
    to = result.release();
  });
}
