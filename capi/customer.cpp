#include <algorithm>
#include <cmath>
#include <memory>

#include "boundary.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/portfolio.hpp"
#include "salesplan/customer/segments.hpp"
#include "salesplan/customer/value_score.hpp"
#include "transactions.hpp"

using namespace salesplan;

namespace {

std::vector<int64_t> whole(const std::vector<int>& values) {
  return {values.begin(), values.end()};
}

void give(splan_result** out, customer::RfmScores scores) {
  auto result = std::make_unique<splan_result>();
  result->add("recency", whole(scores.recency));
  result->add("frequency", whole(scores.frequency));
  result->add("monetary", whole(scores.monetary));
  result->add("segment", std::move(scores.segment));
  *out = result.release();
}

}  // namespace

splan_status splan_customer_summary(splan_context* context, int64_t n, const int64_t* customers,
                                    const int32_t* dates, const double* amounts,
                                    int32_t calibration_end, int32_t holdout_end, double unit_days,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const capi::TransactionLines lines(n, customers, dates, amounts);
    customer::Summaries found = customer::summarize(
        lines.view(), {calendar::Date{calibration_end}, calendar::Date{holdout_end}, unit_days});
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(found.customer));
    result->add("x", std::move(found.x));
    result->add("t_x", std::move(found.t_x));
    result->add("T", std::move(found.T));
    result->add("log_gaps", std::move(found.log_gaps));
    result->add("mean_spend", std::move(found.mean_spend));
    result->add("spend", std::move(found.spend));
    result->add("returned", std::move(found.returned));
    result->add("holdout_purchases", std::move(found.holdout_purchases));
    result->add("holdout_spend", std::move(found.holdout_spend));
    to = result.release();
  });
}

splan_status splan_customer_portfolio(splan_context* context, const splan_options* options,
                                      int64_t n, const int64_t* customers, const int32_t* dates,
                                      const double* amounts, int32_t today, int64_t previous_n,
                                      const int64_t* previous, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const capi::TransactionLines lines(n, customers, dates, amounts);
    customer::PortfolioOptions settings =
        adapters::portfolio_options(capi::options_or_defaults(options, "customers"));
    settings.today = calendar::Date{today};
    const std::size_t before = capi::count(previous_n, "previous_n");
    customer::PortfolioReview found = customer::review_portfolio(
        lines.view(), settings, {capi::array(previous, before, "previous")});
    const std::size_t rows = found.p_alive.size();
    std::vector<int64_t> purchases, days;
    for (std::size_t i = 0; i < rows; ++i) {
      const customer::Summaries& seen = found.summaries;
      purchases.push_back(static_cast<int64_t>(seen.x[i]) + 1);
      days.push_back(std::llround((seen.T[i] - seen.t_x[i]) * settings.unit_days));
    }
    std::vector<double> own(rows, core::missing_number);
    std::vector<std::string> next_tier;
    const double band = before == 0 ? 0 : customer::Hysteresis{}.band;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t tiers = found.tiers.border.size() + 1;
      if (!found.tier_probability.empty()) {
        own[i] = found.tier_probability[i * tiers + static_cast<std::size_t>(found.tiers.tier[i])];
      }
      next_tier.push_back(customer::explain_tier(found, i, band));
    }
    std::vector<double> stake(rows);
    std::vector<std::string> care(rows), reason(rows);
    for (customer::CareItem& item : found.care) {
      stake[item.customer] = item.stake;
      care[item.customer] = customer::care_name(item.care);
      reason[item.customer] = std::move(item.reason);
    }
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(found.summaries.customer));
    result->add("purchases", std::move(purchases));
    result->add("days_since_last", std::move(days));
    result->add("spend", std::move(found.summaries.spend));
    result->add("recency", whole(found.rfm.recency));
    result->add("frequency", whole(found.rfm.frequency));
    result->add("monetary", whole(found.rfm.monetary));
    result->add("segment", std::move(found.rfm.segment));
    result->add("p_alive", std::move(found.p_alive));
    result->add("expected_purchases", std::move(found.expected_purchases));
    result->add("expected_spend", std::move(found.expected_spend));
    result->add("expected_value", std::move(found.expected_value));
    result->add("tier", std::move(found.tiers.tier));
    result->add("care", std::move(care));
    result->add("stake", std::move(stake));
    result->add("reason", std::move(reason));
    result->add("tier_probability", std::move(own));
    result->add("next_tier", std::move(next_tier));
    to = result.release();
  });
}

splan_status splan_customer_rfm(splan_context* context, const splan_options* options, int64_t n,
                                const double* recency, const double* frequency,
                                const double* monetary, splan_result** out) {
  return capi::guard(context, [&] {
    capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const adapters::Options settings = capi::options_or_defaults(options, "rfm");
    give(out, customer::rfm_by_quantile({capi::array(recency, count, "recency"),
                                         capi::array(frequency, count, "frequency"),
                                         capi::array(monetary, count, "monetary")},
                                        static_cast<int>(settings.integer("levels"))));
  });
}

splan_status splan_customer_rfm_borders(splan_context* context, int64_t n, const double* recency,
                                        const double* frequency, const double* monetary,
                                        int64_t recency_n, const double* recency_borders,
                                        int64_t frequency_n, const double* frequency_borders,
                                        int64_t monetary_n, const double* monetary_borders,
                                        splan_result** out) {
  return capi::guard(context, [&] {
    capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    give(out,
         customer::rfm_by_borders(
             {capi::array(recency, count, "recency"), capi::array(frequency, count, "frequency"),
              capi::array(monetary, count, "monetary")},
             {capi::array(recency_borders, capi::count(recency_n, "recency_n"), "recency_borders"),
              capi::array(frequency_borders, capi::count(frequency_n, "frequency_n"),
                          "frequency_borders"),
              capi::array(monetary_borders, capi::count(monetary_n, "monetary_n"),
                          "monetary_borders")}));
  });
}

splan_status splan_customer_score(splan_context* context, const splan_options* options, int64_t n,
                                  int64_t count, const double* values, const double* weights,
                                  double* out) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n"), criteria = capi::count(count, "count");
    const auto given = capi::array(values, capi::cells(criteria, rows, "count"), "values");
    const auto weight = capi::array(weights, criteria, "weights");
    const auto to = capi::array(out, rows, "out");
    std::vector<customer::ValueCriterion> all;
    for (std::size_t j = 0; j < criteria; ++j) {
      all.push_back({"", weight[j], given.subview(j * rows, rows)});
    }
    const bool by_rank = capi::options_or_defaults(options, "score").text("scale") == "rank";
    const std::vector<double> found = customer::value_score(
        all, by_rank ? customer::ValueScale::rank : customer::ValueScale::min_max);
    std::copy(found.begin(), found.end(), to.begin());
  });
}

splan_status splan_customer_segments(splan_context* context, const splan_options* options,
                                     int64_t n, int64_t columns, const double* features,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t width = capi::count(columns, "columns");
    customer::Segments found = customer::find_segments(
        capi::array(features, capi::cells(capi::count(n, "n"), width, "n"), "features"), width,
        adapters::segment_options(capi::options_or_defaults(options, "segments")));
    auto result = std::make_unique<splan_result>();
    result->add("segment", std::move(found.segment));
    result->add("size", std::move(found.size));
    result->add("centre", std::move(found.centre));
    result->add("within", std::vector<double>{found.within});
    result->add("stability", std::vector<double>{found.stability});
    to = result.release();
  });
}

splan_status splan_customer_care(splan_context* context, const splan_options* options, int64_t n,
                                 const double* p_alive, const double* expected_value,
                                 const double* potential, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const std::vector<customer::CareItem> found = customer::care_plan(
        {capi::array(p_alive, count, "p_alive"),
         capi::array(expected_value, count, "expected_value"),
         capi::optional_array(potential, count)},
        adapters::portfolio_options(capi::options_or_defaults(options, "customers")).care);
    std::vector<int64_t> position;
    std::vector<double> stake;
    std::vector<std::string> care, reason;
    for (const customer::CareItem& item : found) {
      position.push_back(static_cast<int64_t>(item.customer));
      care.emplace_back(customer::care_name(item.care));
      stake.push_back(item.stake);
      reason.push_back(item.reason);
    }
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(position));
    result->add("care", std::move(care));
    result->add("stake", std::move(stake));
    result->add("reason", std::move(reason));
    to = result.release();
  });
}
