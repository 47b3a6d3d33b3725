// Many contexts on many threads at once, with shared handles, and a process that forks.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "salesplan.h"

namespace {

// What everybody shares: made once, never changed.
struct Shared {
  Shared() {
    splan_context* context = nullptr;
    splan_context_create(&context);
    constexpr char keys[] = "team\0ann\0bob", parents[] = "\0team\0team", rows[] = "ann\0bob\0ann";
    const int64_t sales[] = {100, 20, 3};
    splan_calendar_named(context, "CN", &calendar);
    splan_dimension_create(context, "rep", 3, keys, sizeof keys, parents, sizeof parents, nullptr,
                           0, &dimension);
    splan_table_create(context, 3, nullptr, &table);
    splan_table_add_dimension(context, table, dimension, rows, sizeof rows);
    splan_table_add_measure(context, table, "sales", 2, sales);
    splan_options_create(context, "forecast", &options);
    splan_options_set_i64(context, options, "threads", 3);
    splan_options_set_i64(context, options, "season_length", 4);
    splan_context_free(context);
  }
  ~Shared() {
    splan_calendar_free(calendar);
    splan_dimension_free(dimension);
    splan_table_free(table);
    splan_options_free(options);
  }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

  splan_calendar* calendar = nullptr;
  splan_dimension* dimension = nullptr;
  splan_table* table = nullptr;
  splan_options* options = nullptr;
};

void add(std::string& text, const splan_result* result, splan_context* context) {
  for (int32_t c = 0; c < splan_result_columns(result); ++c) {
    const char* name = splan_result_column_name(result, c);
    const auto n = static_cast<std::size_t>(splan_result_length(result, name));
    std::vector<char> bytes(8 * n);
    if (splan_result_column_type(result, c) == SPLAN_COLUMN_I64) {
      splan_result_i64(context, result, name, reinterpret_cast<int64_t*>(bytes.data()));
    } else if (splan_result_column_type(result, c) == SPLAN_COLUMN_F64) {
      splan_result_f64(context, result, name, reinterpret_cast<double*>(bytes.data()));
    } else {
      for (std::size_t row = 0; row < n; ++row) {
        text += splan_result_text(result, name, static_cast<int64_t>(row));
      }
    }
    text.append(bytes.begin(), bytes.end());
  }
}

// One caller's round through the library: everything it was told, bit for bit.
std::string everything(const Shared& shared) {
  splan_context* context = nullptr;
  splan_context_create(&context);
  std::string told;

  const int32_t first[] = {20454, 20800}, last[] = {20818, 22000};
  int64_t workdays[2] = {0};
  splan_calendar_workdays(context, shared.calendar, 2, first, last, workdays, nullptr);
  told += std::to_string(workdays[0]) + " " + std::to_string(workdays[1]);

  splan_result* result = nullptr;
  splan_table_roll_up(context, shared.table, "sales", 1, "rep", 4, &result);
  add(told, result, context);
  splan_result_free(result);
  splan_dimension_members(context, shared.dimension, &result);
  add(told, result, context);
  splan_result_free(result);

  constexpr int64_t series = 6, length = 20;
  std::vector<int64_t> offsets = {0};
  std::vector<double> values;
  for (int64_t i = 0; i < series * length; ++i) {
    values.push_back(100 + static_cast<double>(i * i % 17) + 10 * static_cast<double>(i % 4));
    if ((i + 1) % length == 0) offsets.push_back(i + 1);
  }
  splan_forecast(context, shared.options, series, offsets.data(), values.data(), &result);
  add(told, result, context);
  splan_result_free(result);

  int64_t parts[20] = {0};
  splan_allocate_spread(context, nullptr, 1'000'003, 20, values.data(), nullptr, nullptr, nullptr,
                        parts);
  for (int64_t part : parts) told += " " + std::to_string(part);
  splan_allocate_spread(context, nullptr, 5, -1, nullptr, nullptr, nullptr, nullptr, nullptr);
  told += splan_context_message(context);

  splan_plan* plan = nullptr;
  splan_plan_run(context, R"({
    "schema": "salesplan.plan/1", "first_month": "2026-01", "months": 3, "as_of": "2026-02-10",
    "calendar": "US", "dimensions": [{"name": "rep", "csv": "key\nann\nbob\n"}],
    "facts": {"csv": "date,rep,revenue\n2025-01-10,ann,1234.56\n2025-02-10,bob,300.5\n2026-01-09,ann,7\n"},
    "target": {"revenue": {"growth": 0.2}}, "forecast": {"by": ["rep"]}})",
                 nullptr, &plan);
  for (int32_t i = 0; i < splan_plan_files(plan); ++i) told += splan_plan_file_content(plan, i);
  splan_plan_free(plan);
  told += splan_context_message(context);
  splan_context_free(context);
  return told;
}

TEST(Threads, ManyContextsAtOnceAreToldTheSame) {
  constexpr std::size_t callers = 8, rounds = 3;
  const Shared shared;
  const std::string alone = everything(shared);
  ASSERT_NE(alone.find("salesplan.document/1"), std::string::npos);
  ASSERT_NE(alone.find("n: -1 is negative"), std::string::npos);
  std::vector<std::string> told(callers * rounds);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < callers; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t r = 0; r < rounds; ++r) told[t * rounds + r] = everything(shared);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : told) EXPECT_TRUE(text == alone);
}

// A library with a pool of threads hangs or crashes here.
TEST(Threads, AProcessThatForksGoesOnInBothHalves) {
  const Shared shared;
  const std::string before = everything(shared);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(everything(shared) == before ? 0 : 1);
  EXPECT_TRUE(everything(shared) == before);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
