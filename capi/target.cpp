#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "boundary.hpp"
#include "bounds.hpp"
#include "calendar.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "salesplan/target/fairness.hpp"
#include "salesplan/target/hardness.hpp"
#include "salesplan/target/presence.hpp"

using namespace salesplan;

namespace {

/// The spans of each of n units.
std::vector<std::vector<calendar::DaySpan>> spans_by_unit(std::size_t n, const char* unit_name,
                                                          core::View<const int64_t> unit,
                                                          core::View<const int32_t> first,
                                                          core::View<const int32_t> last) {
  std::vector<std::vector<calendar::DaySpan>> spans(n);
  for (std::size_t i = 0; i < unit.size(); ++i) {
    if (unit[i] < 0 || unit[i] >= static_cast<int64_t>(n)) {
      throw Error(ErrorCode::invalid_argument, core::at(unit_name, static_cast<int64_t>(i)),
                  std::to_string(unit[i]) + " is no unit");
    }
    spans[static_cast<std::size_t>(unit[i])].push_back({{first[i]}, {last[i]}});
  }
  return spans;
}

}  // namespace

splan_status splan_target_equal_hardness(splan_context* context, const splan_options* options,
                                         int64_t total, int64_t n, const double* mean,
                                         const double* sd, const int64_t* lower,
                                         const int64_t* upper, const int64_t* locked,
                                         int64_t* out_targets, double* out_probabilities) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto targets = capi::array(out_targets, count, "out_targets");
    const auto probabilities = capi::array(out_probabilities, count, "out_probabilities");
    const core::Minor unit =
        adapters::allocate_options(capi::options_or_defaults(options, "allocate")).unit;
    const target::Hardness split = target::equal_hardness(
        total, capi::array(mean, count, "mean"), capi::array(sd, count, "sd"),
        capi::bounds(count, lower, upper, locked), unit);
    std::copy(split.target.begin(), split.target.end(), targets.begin());
    std::copy(split.probability.begin(), split.probability.end(), probabilities.begin());
  });
}

splan_status splan_target_fairness(splan_context* context, int64_t measures, const char* names,
                                   int64_t names_size, int64_t n, const double* values,
                                   const double* limits, const char* labels, int64_t labels_size,
                                   int32_t enforce, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const std::size_t rows = capi::count(measures, "measures");
    const std::size_t units = capi::count(n, "n");
    const auto all = capi::array(values, capi::cells(rows, units, "measures"), "values");
    const std::vector<std::string> called = capi::texts(names, names_size, rows, "names");
    std::vector<std::string> known;
    if (labels != nullptr) known = capi::texts(labels, labels_size, units, "labels");
    const capi::OptionalArray<double> limit(limits, core::missing_number);
    std::vector<target::FairnessMeasure> given;
    for (std::size_t m = 0; m < rows; ++m) {
      given.push_back({called[m], all.subview(m * units, units), limit[m]});
    }
    const std::vector<target::Fairness> report = target::fairness(given, known);
    if (enforce != 0) target::require_fair(report, known);
    using Row = const target::Fairness&;
    auto result = std::make_unique<splan_result>();
    const auto add = [&](const char* name, auto get) {
      capi::add_column(*result, name, report, get);
    };
    add("measure", [](Row row) { return row.name; });
    add("gini", [](Row row) { return row.gini; });
    add("limit", [](Row row) { return row.limit; });
    add("fair", [](Row row) { return row.fair; });
    add("mean", [](Row row) { return row.mean; });
    add("least_unit", [](Row row) { return row.least_unit; });
    add("least", [](Row row) { return row.least; });
    add("most_unit", [](Row row) { return row.most_unit; });
    add("most", [](Row row) { return row.most; });
    handle = result.release();
  });
}

splan_status splan_target_presence(splan_context* context, const splan_calendar* calendar,
                                   const char* grain, int32_t first_date, int64_t periods,
                                   int64_t n, int64_t services, const int64_t* service_unit,
                                   const int32_t* service_first, const int32_t* service_last,
                                   int64_t absences, const int64_t* absence_unit,
                                   const int32_t* absence_first, const int32_t* absence_last,
                                   double* out_presence) {
  return capi::guard(context, [&] {
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const calendar::Period first = calendar::period_of(
        {first_date}, calendar::parse_grain(&capi::required(grain, "grain"), "grain"));
    const std::size_t units = capi::count(n, "n"), steps = capi::count(periods, "periods");
    const auto out = capi::array(out_presence, capi::cells(units, steps, "n"), "out_presence");
    const std::size_t employed = capi::count(services, "services");
    const auto service =
        spans_by_unit(units, "service_unit", capi::array(service_unit, employed, "service_unit"),
                      capi::array(service_first, employed, "service_first"),
                      capi::array(service_last, employed, "service_last"));
    const std::size_t away = capi::count(absences, "absences");
    const auto absence =
        spans_by_unit(units, "absence_unit", capi::array(absence_unit, away, "absence_unit"),
                      capi::array(absence_first, away, "absence_first"),
                      capi::array(absence_last, away, "absence_last"));
    std::vector<double> shares;
    for (std::size_t u = 0; u < units; ++u) {
      try {
        for (int64_t p = 0; p < periods; ++p) {
          shares.push_back(
              target::presence(workdays, calendar::shift(first, p), service[u], absence[u]));
        }
      } catch (const Error& error) {
        throw error.moved_to(core::at("units", static_cast<int64_t>(u)) + "." + error.place());
      }
    }
    std::copy(shares.begin(), shares.end(), out.begin());
  });
}

splan_status splan_target_present_quotas(splan_context* context, int64_t n, int64_t periods,
                                         const int64_t* quotas, const double* presence,
                                         const char* absent, int64_t* out_quotas,
                                         int64_t* out_open) {
  return capi::guard(context, [&] {
    const std::size_t steps = capi::count(periods, "periods");
    const std::size_t cells = capi::cells(capi::count(n, "n"), steps, "n");
    const std::string rule = absent == nullptr ? "team" : absent;
    if (rule != "team" && rule != "open") {
      throw Error(ErrorCode::invalid_argument, "absent",
                  core::quoted(rule) + " given; allowed: team, open");
    }
    const auto to = capi::array(out_quotas, cells, "out_quotas");
    const auto open = capi::array(out_open, steps, "out_open");
    const target::PresentQuotas result = target::present_quotas(
        capi::array(quotas, cells, "quotas"), capi::array(presence, cells, "presence"), steps,
        rule == "open" ? target::AbsentPart::open : target::AbsentPart::team);
    std::copy(result.quota.begin(), result.quota.end(), to.begin());
    std::copy(result.open.begin(), result.open.end(), open.begin());
  });
}
