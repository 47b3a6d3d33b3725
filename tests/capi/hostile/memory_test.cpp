// Each kind of call while memory runs out at the k-th allocation, for every k.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "folder.hpp"
#include "salesplan.h"

namespace salesplan::hostile {
namespace {

struct FreeHandle {
  void operator()(splan_context* handle) const { splan_context_free(handle); }
  void operator()(splan_options* handle) const { splan_options_free(handle); }
  void operator()(splan_calendar* handle) const { splan_calendar_free(handle); }
  void operator()(splan_dimension* handle) const { splan_dimension_free(handle); }
  void operator()(splan_table* handle) const { splan_table_free(handle); }
  void operator()(splan_plan* handle) const { splan_plan_free(handle); }
  void operator()(splan_result* handle) const { splan_result_free(handle); }
};
template <class Handle>
using Owned = std::unique_ptr<Handle, FreeHandle>;

// Calls `make(&out)` and frees what comes out.
template <class Handle, class Make>
splan_status make_and_free(const Make& make) {
  Handle* out = nullptr;
  const splan_status status = make(&out);
  EXPECT_EQ(out != nullptr, status == SPLAN_OK);
  FreeHandle()(out);
  return status;
}

class Memory : public testing::Test {
 protected:
  Memory() {
    splan_context* made = nullptr;
    splan_context_create(&made);
    context_.reset(made);
  }

  splan_context* context() const { return context_.get(); }

  /// The call succeeds; short of memory it says so or succeeds all the same; then it succeeds
  /// again.
  void exhaust(const std::function<splan_status()>& call) {
    ASSERT_EQ(call(), SPLAN_OK) << splan_context_message(context());
    for (const bool all_after : {false, true}) {
      std::int64_t refused = 0;
      for (std::int64_t k = 1;; k += 1 + k / 200) {
        splan_status status = SPLAN_OK;
        std::int64_t asked = 0;
        {
          const AllocationFailure failure(k, all_after);
          status = call();
          asked = AllocationFailure::asked();
        }
        if (asked < k) break;
        refused += status == SPLAN_OUT_OF_MEMORY ? 1 : 0;
        ASSERT_TRUE(status == SPLAN_OK || status == SPLAN_OUT_OF_MEMORY)
            << "allocation " << k << ": " << splan_context_message(context());
        ASSERT_EQ(splan_context_status(context()), status);
      }
      EXPECT_GT(refused, 0);
      ASSERT_EQ(call(), SPLAN_OK) << splan_context_message(context());
    }
  }

 private:
  Owned<splan_context> context_;
};

constexpr const char* plan_json = R"({
  "schema": "salesplan.plan/1", "first_month": "2026-01", "months": 2, "as_of": "2026-01-31",
  "dimensions": [{"name": "rep", "csv": "key,parent\nteam,\nann,team\nbob,team\n"}],
  "facts": {"csv": "date,rep,revenue\n2025-01-10,ann,1234.56\n2025-02-10,bob,300.5\n2026-01-09,ann,7\n"},
  "target": {"revenue": {"growth": 0.2}}, "forecast": {"by": ["rep"]}})";

constexpr char keys[] = "a first key that is long\0another key that is long";
constexpr char parents[] = "\0a first key that is long";
constexpr char rows[] = "another key that is long\0another key that is long";

TEST_F(Memory, AContext) {
  splan_context* made = nullptr;
  {
    const AllocationFailure failure(1, true);
    EXPECT_EQ(splan_context_create(&made), SPLAN_OUT_OF_MEMORY);
  }
  EXPECT_EQ(made, nullptr);
}

TEST_F(Memory, TheMessageOfARefusal) {
  for (std::int64_t k = 1; k < 10; ++k) {
    const AllocationFailure failure(k, true);
    const splan_status status = splan_allocate_spread(context(), nullptr, 1, -1, nullptr, nullptr,
                                                      nullptr, nullptr, nullptr);
    EXPECT_TRUE(status == SPLAN_INVALID_ARGUMENT || status == SPLAN_OUT_OF_MEMORY);
  }
}

TEST_F(Memory, Options) {
  exhaust([&] {
    return make_and_free<splan_options>(
        [&](auto out) { return splan_options_create(context(), "forecast", out); });
  });
  exhaust([&] {
    return make_and_free<splan_result>(
        [&](auto out) { return splan_options_list(context(), "forecast", out); });
  });
  splan_options* options = nullptr;
  ASSERT_EQ(splan_options_create(context(), "forecast", &options), SPLAN_OK);
  const Owned<splan_options> owned(options);
  exhaust(
      [&] { return splan_options_set_str(context(), options, "levels", "50,60,70,80,90,95,99"); });
}

TEST_F(Memory, Calendars) {
  const int32_t dates[] = {20454, 20457}, kinds[] = {1, 2}, later[] = {20818, 20900};
  const int64_t shifts[] = {10, -10};
  int32_t days[24];
  int64_t workdays[8];
  exhaust([&] {
    return make_and_free<splan_calendar>(
        [&](auto out) { return splan_calendar_named(context(), "CN", out); });
  });
  exhaust([&] {
    return make_and_free<splan_calendar>([&](auto out) {
      return splan_calendar_create(context(), 96, 2, dates, kinds, 2026, 2026, out);
    });
  });
  splan_calendar* china = nullptr;
  ASSERT_EQ(splan_calendar_named(context(), "CN", &china), SPLAN_OK);
  const Owned<splan_calendar> owned(china);
  exhaust([&] { return splan_dates_to_ymd(context(), 2, dates, days, days + 8, days + 16); });
  const int32_t years[] = {2026, 2025}, ones[] = {1, 1};
  exhaust([&] { return splan_dates_from_ymd(context(), 2, years, ones, ones, days); });
  exhaust([&] { return splan_lunar_new_year(context(), 2, years, days); });
  exhaust([&] { return splan_fiscal_of(context(), nullptr, 2, dates, days, nullptr, nullptr); });
  exhaust([&] {
    return splan_calendar_workdays(context(), china, 2, dates, later, workdays, nullptr);
  });
  exhaust([&] {
    return splan_calendar_add_workdays(context(), china, 2, dates, shifts, days, nullptr);
  });
  exhaust([&] {
    return splan_calendar_month_nodes(context(), china, 2, dates, days, days + 8, workdays);
  });
}

TEST_F(Memory, Tables) {
  const int64_t values[] = {5, 6};
  exhaust([&] {
    return make_and_free<splan_dimension>([&](auto out) {
      return splan_dimension_create(context(), "a dimension with a long name", 2, keys, sizeof keys,
                                    parents, sizeof parents, keys, sizeof keys, out);
    });
  });
  splan_dimension* dimension = nullptr;
  ASSERT_EQ(splan_dimension_create(context(), "rep", 2, keys, sizeof keys, parents, sizeof parents,
                                   nullptr, 0, &dimension),
            SPLAN_OK);
  const Owned<splan_dimension> owned(dimension);
  exhaust([&] {
    return make_and_free<splan_result>(
        [&](auto out) { return splan_dimension_members(context(), dimension, out); });
  });
  // A call that failed leaves the table as it was: the next one adds the same column.
  exhaust([&] {
    splan_table* table = nullptr;
    splan_status status = splan_table_create(context(), 2, nullptr, &table);
    const Owned<splan_table> owned_table(table);
    if (status == SPLAN_OK) {
      status = splan_table_add_dimension(context(), table, dimension, rows, sizeof rows);
    }
    if (status == SPLAN_OK) status = splan_table_add_measure(context(), table, "sales", 2, values);
    if (status != SPLAN_OK) return status;
    return make_and_free<splan_result>(
        [&](auto out) { return splan_table_roll_up(context(), table, "sales", 1, "rep", 4, out); });
  });
}

TEST_F(Memory, ATableIsAsItWasAfterAFailure) {
  const int64_t values[] = {5, 6};
  for (std::int64_t k = 1;; ++k) {
    splan_dimension* dimension = nullptr;
    splan_table* table = nullptr;
    ASSERT_EQ(splan_dimension_create(context(), "rep", 2, keys, sizeof keys, parents,
                                     sizeof parents, nullptr, 0, &dimension),
              SPLAN_OK);
    ASSERT_EQ(splan_table_create(context(), 2, nullptr, &table), SPLAN_OK);
    const Owned<splan_dimension> owned(dimension);
    const Owned<splan_table> owned_table(table);
    splan_status added = SPLAN_OK, measured = SPLAN_OK;
    std::int64_t asked = 0;
    {
      const AllocationFailure failure(k, false);
      added = splan_table_add_dimension(context(), table, dimension, rows, sizeof rows);
      measured = splan_table_add_measure(context(), table, "sales", 2, values);
      asked = AllocationFailure::asked();
    }
    if (asked < k) break;
    EXPECT_EQ(splan_table_add_dimension(context(), table, dimension, rows, sizeof rows),
              added == SPLAN_OK ? SPLAN_DUPLICATE : SPLAN_OK);
    EXPECT_EQ(splan_table_add_measure(context(), table, "sales", 2, values),
              measured == SPLAN_OK ? SPLAN_DUPLICATE : SPLAN_OK);
    EXPECT_EQ(make_and_free<splan_result>([&](auto out) {
                return splan_table_roll_up(context(), table, "sales", 1, "rep", 4, out);
              }),
              SPLAN_OK);
  }
}

TEST_F(Memory, ForecastsOnSeveralThreads) {
  splan_options* options = nullptr;
  ASSERT_EQ(splan_options_create(context(), "forecast", &options), SPLAN_OK);
  const Owned<splan_options> owned(options);
  ASSERT_EQ(splan_options_set_i64(context(), options, "threads", 2), SPLAN_OK);
  ASSERT_EQ(splan_options_set_i64(context(), options, "season_length", 4), SPLAN_OK);
  std::vector<int64_t> offsets = {0};
  std::vector<double> values;
  for (int64_t i = 0; i < 60; ++i) {
    values.push_back(100 + static_cast<double>(i * i % 17));
    if ((i + 1) % 20 == 0) offsets.push_back(i + 1);
  }
  exhaust([&] {
    return make_and_free<splan_result>([&](auto out) {
      return splan_forecast(context(), options, 3, offsets.data(), values.data(), out);
    });
  });
}

TEST_F(Memory, Allocations) {
  const double weights[] = {1, 2, 3, 4};
  const int64_t upper[] = {40, 30, SPLAN_MISSING, SPLAN_MISSING};
  const int32_t tree[] = {-1, 0, 0, 1};
  const double tree_weights[] = {1, 2, 3, 4};
  constexpr char labels[] = "all\0the north\0the south\0the far north-west";
  int64_t parts[4];
  exhaust([&] {
    return splan_allocate_spread(context(), nullptr, 100, 4, weights, nullptr, upper, nullptr,
                                 parts);
  });
  exhaust([&] {
    return splan_allocate_cascade(context(), nullptr, 100, 4, tree, tree_weights, nullptr, nullptr,
                                  nullptr, labels, sizeof labels, parts);
  });
}

TEST_F(Memory, TheFilesOfAPlan) {
  const ScratchFolder scratch;
  constexpr const char* folder = "a folder with a name of some length";
  splan_plan* plan = nullptr;
  ASSERT_EQ(splan_plan_run(context(), plan_json, nullptr, &plan), SPLAN_OK);
  const Owned<splan_plan> owned(plan);
  exhaust([&] { return splan_plan_write(context(), plan, folder); });
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    EXPECT_NE(file.path().extension(), ".part") << file.path();
    EXPECT_NE(file.path().extension(), ".replaced") << file.path();
  }
}

TEST_F(Memory, Plans) {
  exhaust([&] {
    return make_and_free<splan_plan>(
        [&](auto out) { return splan_plan_run(context(), plan_json, nullptr, out); });
  });
}

TEST_F(Memory, ColumnsOfAResult) {
  splan_result* list = nullptr;
  ASSERT_EQ(splan_options_list(context(), "fiscal", &list), SPLAN_OK);
  const Owned<splan_result> owned(list);
  double bounds[5];
  const AllocationFailure failure(1, true);  // copying out needs no memory
  EXPECT_EQ(splan_result_f64(context(), list, "min", bounds), SPLAN_OK);
}

}  // namespace
}  // namespace salesplan::hostile
