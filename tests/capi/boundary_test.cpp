// What happens at the border between C++ and C: exceptions end there, and locales do not matter.
#include "boundary.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <locale>
#include <memory>
#include <stdexcept>
#include <string>

namespace salesplan::capi {
namespace {

using Context = std::unique_ptr<splan_context, void (*)(splan_context*)>;

Context make_context() {
  splan_context* context = nullptr;
  EXPECT_EQ(splan_context_create(&context), SPLAN_OK);
  return {context, &splan_context_free};
}

constexpr const char* tiny_plan = R"({
  "schema": "salesplan.plan/1", "first_month": "2026-01", "months": 2,
  "dimensions": [{"name": "rep", "csv": "key\nann\nbob\n"}],
  "facts": {"csv": "date,rep,revenue\n2025-01-10,ann,1234.56\n2025-02-10,bob,300.5\n"},
  "target": {"revenue": {"amount": 1000.25}},
  "forecast": {"by": ["rep"]}})";

std::string document(splan_context* context) {
  splan_plan* plan = nullptr;
  EXPECT_EQ(splan_plan_run(context, tiny_plan, nullptr, &plan), SPLAN_OK)
      << splan_context_message(context);
  const std::string text = plan == nullptr ? "" : splan_plan_document(plan);
  splan_plan_free(plan);
  return text;
}

TEST(Boundary, EveryExceptionBecomesAStatus) {
  const Context context = make_context();
  const auto status = [&](auto body) { return guard(context.get(), body); };
  EXPECT_EQ(status([] { throw Error(ErrorCode::infeasible, "cell[3]", "cannot hold"); }),
            SPLAN_INFEASIBLE);
  EXPECT_STREQ(splan_context_message(context.get()), "cell[3]: cannot hold");
  EXPECT_EQ(status([] { throw std::runtime_error("a defect"); }), SPLAN_INTERNAL);
  EXPECT_STREQ(splan_context_message(context.get()), "a defect");
  EXPECT_EQ(status([] { throw std::bad_alloc(); }), SPLAN_OUT_OF_MEMORY);
  EXPECT_EQ(status([] { throw 42; }), SPLAN_INTERNAL);
  EXPECT_EQ(splan_context_status(context.get()), SPLAN_INTERNAL);
  EXPECT_EQ(status([] {}), SPLAN_OK);
  EXPECT_STREQ(splan_context_message(context.get()), "");
  EXPECT_EQ(guard(nullptr, [] {}), SPLAN_INVALID_ARGUMENT);
}

TEST(Boundary, AnExceptionInTheProgressCallbackEndsThere) {
  const Context context = make_context();
  splan_plan* plan = nullptr;
  splan_context_set_progress(
      context.get(),
      [](const char*, double, void*) -> int32_t { throw std::runtime_error("from the callback"); },
      nullptr);
  EXPECT_EQ(splan_plan_run(context.get(), tiny_plan, nullptr, &plan), SPLAN_INTERNAL);
  EXPECT_EQ(plan, nullptr);
  splan_context_set_progress(
      context.get(), [](const char*, double, void*) -> int32_t { return 1; }, nullptr);
  EXPECT_EQ(splan_plan_run(context.get(), tiny_plan, nullptr, &plan), SPLAN_CANCELLED);
}

struct CommaDecimals : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Boundary, TheLocaleDoesNotMatter) {
  const Context context = make_context();
  const std::string plain = document(context.get());
  ASSERT_NE(plain, "");
  const std::locale before = std::locale::global(std::locale(std::locale(), new CommaDecimals));
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, name);
    EXPECT_EQ(document(context.get()), plain) << name;
  }
  std::setlocale(LC_ALL, "C");
  std::locale::global(before);
}

TEST(Boundary, NothingIsWrittenOnFailureAndNullIsFreed) {
  const Context context = make_context();
  const double weights[] = {1, 1};
  const int64_t upper[] = {30, 40};
  int64_t parts[] = {7, 7};
  EXPECT_EQ(splan_allocate_spread(context.get(), nullptr, 100, 2, weights, nullptr, upper, nullptr,
                                  parts),
            SPLAN_INFEASIBLE);
  EXPECT_EQ(parts[0], 7);
  EXPECT_EQ(splan_allocate_spread(context.get(), nullptr, 100, 2, nullptr, nullptr, nullptr,
                                  nullptr, parts),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(splan_context_message(context.get()), "weights: is NULL");
  EXPECT_EQ(splan_allocate_spread(context.get(), nullptr, 100, INT64_MAX, weights, nullptr, nullptr,
                                  nullptr, parts),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(
      splan_allocate_spread(nullptr, nullptr, 100, 2, weights, nullptr, nullptr, nullptr, parts),
      SPLAN_INVALID_ARGUMENT);
  splan_plan_free(nullptr);
  splan_result_free(nullptr);
  splan_options_free(nullptr);
  splan_calendar_free(nullptr);
  splan_dimension_free(nullptr);
  splan_table_free(nullptr);
  splan_summing_free(nullptr);
  splan_territory_free(nullptr);
  splan_context_free(nullptr);
}

}  // namespace
}  // namespace salesplan::capi
