#include <memory>
#include <optional>

#include "adapters/alert_rules.hpp"
#include "adapters/notice_texts.hpp"
#include "boundary.hpp"
#include "calendar.hpp"
#include "columns.hpp"
#include "result.hpp"
#include "salesplan/monitor/control_chart.hpp"
#include "salesplan/monitor/kpi.hpp"
#include "salesplan/monitor/landing.hpp"
#include "salesplan/monitor/live_cube.hpp"
#include "table.hpp"

using namespace salesplan;

struct splan_live {
  std::vector<std::shared_ptr<const table::Dimension>> dimensions;
  std::size_t measures = 0;
  std::optional<monitor::LiveCube> cube;  // from the first fact on
};

struct splan_alerts {
  monitor::AlertBook book;
  std::vector<monitor::Notice> notices;  // of the last observations
};

namespace {

std::optional<monitor::LiveCube> cube_of(const splan_live& live) {
  std::vector<table::Dimension> dimensions;
  for (const auto& dimension : live.dimensions) dimensions.push_back(*dimension);
  return std::make_optional<monitor::LiveCube>(std::move(dimensions), live.measures);
}

monitor::Side side_of(int32_t side) {
  if (side < 0 || side > 2) {
    throw Error(ErrorCode::invalid_argument, "side",
                std::to_string(side) + " is not 0 (upper), 1 (lower) or 2 (both)");
  }
  return static_cast<monitor::Side>(side);
}

bool is_ewma(const char* chart) {
  const std::string name = &capi::required(chart, "chart");
  if (name != "ewma" && name != "cusum") {
    throw Error(ErrorCode::not_found, "chart", core::quoted(name) + " is not ewma or cusum");
  }
  return name == "ewma";
}

}  // namespace

splan_status splan_kpi_values(splan_context* context, int64_t measures, const char* measure_names,
                              int64_t measure_names_size, const int32_t* adds, int64_t kpis,
                              const char* kpi_names, int64_t kpi_names_size, const char* formulas,
                              int64_t formulas_size, int64_t cells, const double* values,
                              const int32_t* before, const int32_t* year_ago, const int32_t* whole,
                              splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t m = capi::count(measures, "measures");
    const std::size_t k = capi::count(kpis, "kpis");
    const std::size_t n = capi::count(cells, "cells");
    const auto names = capi::texts(measure_names, measure_names_size, m, "measure_names");
    const auto kpi_name = capi::texts(kpi_names, kpi_names_size, k, "kpi_names");
    const auto formula = capi::texts(formulas, formulas_size, k, "formulas");
    const capi::OptionalArray<int32_t> add_up(adds, 1);
    std::vector<monitor::MeasureName> measure;
    for (std::size_t i = 0; i < m; ++i) measure.push_back({names[i], add_up[i] != 0});
    std::vector<monitor::Kpi> kpi(k);
    for (std::size_t i = 0; i < k; ++i) {
      kpi[i].name = kpi_name[i];
      kpi[i].formula = formula[i];
    }
    const monitor::KpiTree tree(std::move(measure), std::move(kpi));
    auto result = std::make_unique<splan_result>();
    result->add("value",
                tree.values(capi::array(values, capi::cells(n, m, "cells"), "values"),
                            capi::optional_array(before, n), capi::optional_array(year_ago, n),
                            capi::optional_array(whole, n)));
    std::vector<std::int64_t> additive;
    for (std::size_t i = 0; i < k; ++i) additive.push_back(tree.additive(i) ? 1 : 0);
    result->add("additive", std::move(additive));
    to = result.release();
  });
}

splan_status splan_live_create(splan_context* context, int64_t measures, splan_live** out) {
  return capi::guard(context, [&] {
    splan_live*& to = capi::required(out, "out");
    const std::size_t count = capi::count(measures, "measures");
    if (count > 1000) {
      throw Error(ErrorCode::invalid_argument, "measures",
                  std::to_string(measures) + " exceeds 1000");
    }
    auto made = std::make_unique<splan_live>();
    made->measures = count;
    to = made.release();
  });
}

void splan_live_free(splan_live* live) { delete live; }

splan_status splan_live_add_dimension(splan_context* context, splan_live* live,
                                      const splan_dimension* dimension) {
  return capi::guard(context, [&] {
    splan_live& to = capi::required(live, "live");
    if (to.cube) {
      throw Error(ErrorCode::invalid_argument, "live", "has facts; dimensions come before them");
    }
    to.dimensions.push_back(capi::required(dimension, "dimension").dimension);
  });
}

splan_status splan_live_add(splan_context* context, splan_live* live, int64_t n,
                            const int32_t* leaves, const int64_t* values, const int32_t* customers,
                            const int32_t* orders) {
  return capi::guard(context, [&] {
    splan_live& to = capi::required(live, "live");
    const std::size_t rows = capi::count(n, "n");
    if (!to.cube) to.cube = cube_of(to);
    to.cube->add(capi::array(leaves, capi::cells(rows, to.dimensions.size(), "n"), "leaves"),
                 capi::array(values, capi::cells(rows, to.measures, "n"), "values"),
                 capi::optional_array(customers, rows), capi::optional_array(orders, rows));
  });
}

splan_status splan_live_cells(splan_context* context, const splan_live* live, int64_t n,
                              const int32_t* members, const int32_t* others, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const splan_live& from = capi::required(live, "live");
    const std::size_t rows = capi::count(n, "n"), axes = from.dimensions.size();
    const auto member = capi::array(members, capi::cells(rows, axes, "n"), "members");
    const std::optional<monitor::LiveCube> empty = from.cube ? std::nullopt : cube_of(from);
    const monitor::LiveCube& cube = from.cube ? *from.cube : *empty;
    std::vector<std::int64_t> value, customers, both;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t cell = cube.cell(member.subview(i * axes, axes));
      for (std::size_t m = 0; m < from.measures; ++m) value.push_back(cube.value(cell, m));
      customers.push_back(cube.customers(cell));
      if (others == nullptr) continue;
      both.push_back(cube.customers_of_both(cell, cube.cell({others + i * axes, axes})));
    }
    auto result = std::make_unique<splan_result>();
    result->add("value", std::move(value));
    result->add("customers", std::move(customers));
    if (others != nullptr) result->add("customers_of_both", std::move(both));
    to = result.release();
  });
}

splan_status splan_landing(splan_context* context, const splan_calendar* calendar,
                           int32_t first_date, int64_t n, const double* values, const double* whole,
                           int64_t m, const int32_t* through, const int64_t* sold,
                           const int64_t* target, double level, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const std::size_t days = capi::count(n, "n"), rows = capi::count(m, "m");
    const auto evening = capi::array(through, rows, "through");
    const auto in = capi::array(sold, rows, "sold");
    const auto goal = capi::array(target, rows, "target");
    const auto sales = capi::array(values, days, "values");
    forecast::DailyProfile pooled;
    if (whole != nullptr) {
      pooled = forecast::daily_profile(workdays, {first_date}, {whole, days});
    }
    const monitor::LandingModel model =
        monitor::learn_landing(workdays, {first_date}, sales, pooled);
    std::vector<monitor::Landing> landings;
    for (std::size_t i = 0; i < rows; ++i) {
      landings.push_back(capi::of_item("through", i, [&] {
        calendar::check_date({evening[i]}, "date");
        const calendar::Period month = calendar::period_of({evening[i]}, calendar::Grain::month);
        return monitor::landing(model, workdays, month, {evening[i]}, in[i], goal[i], level);
      }));
    }
    auto result = std::make_unique<splan_result>();
    using Row = monitor::Landing;
    const auto add = [&](const char* name, auto get) {
      capi::add_column(*result, name, landings, get);
    };
    add("expected_share", [](const Row& row) { return row.pace.expected_share; });
    add("pace", [](const Row& row) { return row.pace.pace; });
    add("mean", [](const Row& row) { return row.mean; });
    add("sd", [](const Row& row) { return row.sd; });
    add("lower", [](const Row& row) { return row.lower; });
    add("upper", [](const Row& row) { return row.upper; });
    add("probability", [](const Row& row) { return row.probability; });
    add("required_daily", [](const Row& row) { return row.pace.required_daily; });
    capi::add_one(*result, "own_weight", model.own_weight);
    capi::add_one(*result, "day", model.day);
    capi::add_one(*result, "smoothing", model.smoothing);
    capi::add_one(*result, "prior_weight", model.prior_weight);
    capi::add_one(*result, "spread", model.spread);
    capi::add_one(*result, "months", static_cast<std::int64_t>(model.months));
    to = result.release();
  });
}

splan_status splan_chart_run_length(splan_context* context, const char* chart, double weight,
                                    double limit, double shift, int32_t side, double* out_length) {
  return capi::guard(context, [&] {
    double& to = capi::required(out_length, "out_length");
    to = is_ewma(chart) ? monitor::ewma_run_length(weight, limit, shift, side_of(side))
                        : monitor::cusum_run_length(weight, limit, shift, side_of(side));
  });
}

splan_status splan_chart_limit(splan_context* context, const char* chart, double weight,
                               double run_length, int32_t side, double* out_limit) {
  return capi::guard(context, [&] {
    double& to = capi::required(out_limit, "out_limit");
    to = is_ewma(chart) ? monitor::ewma_limit(weight, run_length, side_of(side))
                        : monitor::cusum_limit(weight, run_length, side_of(side));
  });
}

splan_status splan_alerts_create(splan_context* context, const char* rules, splan_alerts** out) {
  return capi::guard(context, [&] {
    splan_alerts*& to = capi::required(out, "out");
    to = new splan_alerts{adapters::read_alert_book(&capi::required(rules, "rules"), "rules"), {}};
  });
}

void splan_alerts_free(splan_alerts* alerts) { delete alerts; }

splan_status splan_alerts_observe(splan_context* context, splan_alerts* alerts, int64_t now,
                                  int64_t n, const char* kpis, int64_t kpis_size,
                                  const char* labels, int64_t labels_size, const double* values,
                                  splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    splan_alerts& given = capi::required(alerts, "alerts");
    const std::size_t count = capi::count(n, "n");
    const auto kpi = capi::texts(kpis, kpis_size, count, "kpis");
    const auto label = capi::texts(labels, labels_size, count, "labels");
    const auto value = capi::array(values, count, "values");
    std::vector<monitor::Observation> observations;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string place = core::at("labels", static_cast<std::int64_t>(i));
      observations.push_back({kpi[i], adapters::parse_labels(label[i], place), value[i]});
    }
    auto result = std::make_unique<splan_result>();
    given.notices = given.book.at(now, observations);
    std::vector<std::pair<std::size_t, const monitor::NoticeLine*>> lines;
    for (std::size_t i = 0; i < given.notices.size(); ++i) {
      for (const monitor::NoticeLine& line : given.notices[i].lines) lines.emplace_back(i, &line);
    }
    using Row = std::pair<std::size_t, const monitor::NoticeLine*>;
    const auto add = [&](const char* name, auto get) {
      capi::add_column(*result, name, lines, get);
    };
    const auto notice = [&](const Row& row) -> const monitor::Notice& {
      return given.notices[row.first];
    };
    add("notice", [](const Row& row) { return row.first; });
    add("kind",
        [&](const Row& row) { return std::string(monitor::notice_name(notice(row).kind)); });
    add("receiver", [&](const Row& row) { return notice(row).receiver; });
    add("key", [&](const Row& row) { return notice(row).key; });
    add("fingerprint", [](const Row& row) { return row.second->fingerprint; });
    add("rule", [](const Row& row) { return row.second->rule; });
    add("kpi", [](const Row& row) { return row.second->kpi; });
    add("severity", [](const Row& row) { return row.second->severity; });
    add("labels", [](const Row& row) { return adapters::labels_text(row.second->labels); });
    add("value", [](const Row& row) { return row.second->value; });
    add("threshold", [](const Row& row) { return row.second->threshold; });
    add("started", [](const Row& row) { return row.second->started; });
    add("ended", [](const Row& row) { return row.second->ended; });
    to = result.release();
  });
}

splan_status splan_alerts_payloads(splan_context* context, const splan_alerts* alerts,
                                   const char* format, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::string name = &capi::required(format, "format");
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "payload", capi::required(alerts, "alerts").notices,
                     [&](const monitor::Notice& notice) {
                       return adapters::notice_payload(notice, name, "format");
                     });
    to = result.release();
  });
}

splan_status splan_alerts_act(splan_context* context, splan_alerts* alerts, int64_t now,
                              const char* fingerprint, const char* action, const char* who,
                              const char* why, const char* what) {
  return capi::guard(context, [&] {
    capi::required(alerts, "alerts")
        .book.act(now, &capi::required(fingerprint, "fingerprint"),
                  adapters::parse_action(&capi::required(action, "action"), "action"),
                  &capi::required(who, "who"), &capi::required(why, "why"),
                  &capi::required(what, "what"));
  });
}

splan_status splan_alerts_silence(splan_context* context, splan_alerts* alerts, const char* labels,
                                  int64_t start, int64_t until, const char* who, const char* why) {
  return capi::guard(context, [&] {
    capi::required(alerts, "alerts")
        .book.silence({adapters::parse_labels(&capi::required(labels, "labels"), "labels"), start,
                       until, &capi::required(who, "who"), &capi::required(why, "why")});
  });
}

splan_status splan_alerts_list(splan_context* context, const splan_alerts* alerts,
                               splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const monitor::AlertBook& book = capi::required(alerts, "alerts").book;
    auto result = std::make_unique<splan_result>();
    const auto add = [&](const char* name, auto get) {
      capi::add_column(*result, name, book.alerts(), get);
    };
    using monitor::Alert;
    add("fingerprint", [](const Alert& a) { return a.fingerprint; });
    add("rule", [&](const Alert& a) { return book.rules()[a.rule].name; });
    add("labels", [](const Alert& a) { return adapters::labels_text(a.labels); });
    add("state", [](const Alert& a) { return std::string(monitor::state_name(a.state)); });
    add("handling", [](const Alert& a) { return std::string(monitor::handling_name(a.handling)); });
    add("assignee", [](const Alert& a) { return a.assignee; });
    add("since", [](const Alert& a) { return a.since; });
    add("started", [](const Alert& a) { return a.started; });
    add("episode", [](const Alert& a) { return a.episode; });
    add("value", [](const Alert& a) { return a.value; });
    std::vector<std::pair<std::size_t, const monitor::ResponseMeasure*>> measures;
    std::vector<std::pair<std::size_t, const monitor::AlertEvent*>> events;
    for (std::size_t i = 0; i < book.alerts().size(); ++i) {
      for (const auto& measure : book.alerts()[i].measures) measures.emplace_back(i, &measure);
      for (const auto& event : book.alerts()[i].history) events.emplace_back(i, &event);
    }
    const auto add_measure = [&](const char* name, auto get) {
      capi::add_column(*result, name, measures, get);
    };
    add_measure("measure_alert", [](const auto& row) { return row.first; });
    add_measure("measure_time", [](const auto& row) { return row.second->time; });
    add_measure("measure_observations", [](const auto& row) { return row.second->observations; });
    add_measure("measure_who", [](const auto& row) { return row.second->who; });
    add_measure("measure_what", [](const auto& row) { return row.second->what; });
    add_measure("measure_why", [](const auto& row) { return row.second->why; });
    add_measure("measure_before", [](const auto& row) { return row.second->before; });
    add_measure("measure_after", [](const auto& row) { return row.second->after; });
    const auto add_event = [&](const char* name, auto get) {
      capi::add_column(*result, name, events, get);
    };
    add_event("event_alert", [](const auto& row) { return row.first; });
    add_event("event_time", [](const auto& row) { return row.second->time; });
    add_event("event_who", [](const auto& row) { return row.second->who; });
    add_event("event_what", [](const auto& row) { return row.second->what; });
    add_event("event_why", [](const auto& row) { return row.second->why; });
    to = result.release();
  });
}
