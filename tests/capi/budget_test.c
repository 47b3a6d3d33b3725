/* Budgets: amounts, proposals, the workflow on stores of the library's and of the host's. */
#include <math.h>

#include "check.h"
#include "columns.h"

static void test_amounts(splan_context* context) {
  const double history[] = {300, 100, 0}, scale[] = {4e6, 1e6}, half[] = {200000, 200000};
  const int64_t floors[] = {0, 0, 10000};
  const int32_t shape[] = {0, 2};
  int64_t out[] = {-7, -7, -7};
  splan_options* equal = NULL;
  splan_result* best = NULL;
  CHECK_REFUSED(context, SPLAN_INFEASIBLE, "lower: sum 10000 exceeds the total 9999",
                splan_budget_split(context, NULL, 9999, 3, history, NULL, floors, NULL, NULL, out));
  CHECK(out[0] == -7);
  CHECK_OK(context,
           splan_budget_split(context, NULL, 100000, 3, history, NULL, floors, NULL, NULL, out));
  CHECK(out[0] == 67500 && out[1] == 22500 && out[2] == 10000);
  CHECK_OK(context, splan_options_create(context, "budget_split", &equal));
  CHECK_OK(context, splan_options_set_f64(context, equal, "history", 0));
  CHECK_OK(context, splan_options_set_f64(context, equal, "equal", 1));
  CHECK_OK(context, splan_budget_split(context, equal, 100, 3, NULL, NULL, NULL, NULL, NULL, out));
  CHECK(out[0] == 34 && out[1] == 33 && out[2] == 33);
  splan_options_free(equal);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "shape[1]: 2 is neither 0 nor 1",
                splan_budget_best_split(context, 600000, 2, shape, scale, half, NULL, NULL, NULL,
                                        NULL, &best));
  CHECK_OK(context, splan_budget_best_split(context, 500000, 2, NULL, scale, half, NULL, NULL, NULL,
                                            NULL, &best));
  /* Equal marginal returns: (200000 + x) / (200000 + y) = sqrt(4). */
  CHECK(integer_at(context, best, "amount", 0) == 400000);
  CHECK(integer_at(context, best, "amount", 1) == 100000);
  CHECK(fabs(number_at(context, best, "response", 0) - (4e6 * 2 / 3 + 1e6 / 3)) < 1e-3);
  splan_result_free(best);
}

static void test_proposals(splan_context* context) {
  const int64_t budget[] = {100000, 100000}, planned[] = {50000, 50000}, spent[] = {50000, 47000};
  const double target[] = {1000, 1000}, landing[] = {800, 1000}, marginal[] = {3, 2};
  const int32_t last[] = {4, 0};
  splan_result* made = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "last[0]: 4 is not in 0..3",
                splan_budget_propose(context, NULL, 2, budget, planned, spent, NULL, target,
                                     landing, NULL, marginal, NULL, NULL, last, 50000, &made));
  CHECK_OK(context, splan_budget_propose(context, NULL, 2, budget, planned, spent, NULL, target,
                                         landing, NULL, marginal, NULL, NULL, NULL, 50000, &made));
  CHECK(text_is(made, "action", 0, "move") && text_is(made, "action", 1, "add"));
  CHECK(integer_at(context, made, "from", 0) == 1 && integer_at(context, made, "to", 0) == 0);
  CHECK(integer_at(context, made, "from", 1) == -1);
  CHECK(integer_at(context, made, "amount", 0) + integer_at(context, made, "amount", 1) == 10000);
  CHECK(integer_at(context, made, "budget", 0) == 110000);
  CHECK(integer_at(context, made, "budget", 0) + integer_at(context, made, "budget", 1) +
            integer_at(context, made, "reserve", 0) ==
        250000);
  CHECK(integer_at(context, made, "last", 0) == 1 && integer_at(context, made, "last", 1) == 2);
  CHECK(fabs(number_at(context, made, "effect", 1) -
             2.0 * (double)integer_at(context, made, "amount", 1)) < 1e-6);
  splan_result_free(made);
}

/* A store of the host's: one table of entries, and what it is to answer. */
#define TABLE 16
typedef struct {
  splan_context* context; /* of its own, for splan_trail_add */
  int64_t entries;
  int64_t sequence[TABLE], at[TABLE];
  char actor[TABLE][16], action[TABLE][16], reason[TABLE][64], content[TABLE][64], hash[TABLE][80];
  int32_t answer;
} host_table;

static int32_t host_read(const char* name, splan_trail* trail, void* user_data) {
  host_table* table = user_data;
  int64_t i;
  if (strcmp(name, "2026") != 0) return 5;
  for (i = 0; i < table->entries; ++i) {
    splan_status status =
        splan_trail_add(table->context, trail, table->sequence[i], table->at[i], table->actor[i],
                        table->action[i], table->reason[i], table->content[i], table->hash[i]);
    if (status != SPLAN_OK) return status;
  }
  return 0;
}

static int32_t host_append(const char* name, int64_t sequence, int64_t at, const char* actor,
                           const char* action, const char* reason, const char* content,
                           const char* hash, void* user_data) {
  host_table* table = user_data;
  const int64_t i = table->entries;
  if (table->answer != 0) return table->answer;
  if (sequence != i + 1 || i == TABLE || strcmp(name, "2026") != 0) return SPLAN_CONFLICT;
  table->sequence[i] = sequence;
  table->at[i] = at;
  snprintf(table->actor[i], sizeof table->actor[i], "%s", actor);
  snprintf(table->action[i], sizeof table->action[i], "%s", action);
  snprintf(table->reason[i], sizeof table->reason[i], "%s", reason);
  snprintf(table->content[i], sizeof table->content[i], "%s", content);
  snprintf(table->hash[i], sizeof table->hash[i], "%s", hash);
  ++table->entries;
  return 0;
}

/* One step on "2026" at the time `now`; amount: of a single line "Web", 0 for no lines. */
static splan_status step(splan_context* context, splan_store* store, const splan_policy* policy,
                         const char* what, const char* actor, const char* reason, int64_t now,
                         int64_t amount, splan_result** out) {
  static const char line[] = "Web";
  return splan_budget_act(context, store, policy, "2026", what, actor, reason, now, -1, amount > 0,
                          amount > 0 ? line : NULL, amount > 0 ? (int64_t)sizeof line : 0, &amount,
                          out);
}

static void walk(splan_context* context, splan_store* store, const splan_policy* policy) {
  splan_result* now = NULL;
  splan_trail* trail = NULL;
  const struct {
    const char *step, *actor;
    int64_t amount;
    const char* stage;
  } steps[] = {{"draft", "ann", 60000, "drafting"},   {"submit", "ann", 0, "review"},
               {"endorse", "bob", 0, "approval"},     {"approve", "cid", 0, "approval"},
               {"approve", "dan", 0, "execution"},    {"monitor", "bob", 0, "monitoring"},
               {"adjust", "ann", 40000, "adjustment"}};
  int64_t i;
  for (i = 0; i < 7; ++i) {
    CHECK_OK(context, step(context, store, policy, steps[i].step, steps[i].actor,
                           i == 6 ? "less to do" : NULL, i, steps[i].amount, &now));
    CHECK(text_is(now, "stage", 0, steps[i].stage));
    CHECK(integer_at(context, now, "entries", 0) == i + 1);
    if (i == 3) CHECK(text_is(now, "approvals", 0, "cid"));
    splan_result_free(now);
    now = NULL;
  }
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "step: \"close\" is not possible in adjustment; possible: draft, submit, withdraw",
                step(context, store, policy, "close", "bob", "done", 7, 0, &now));
  CHECK(now == NULL);
  CHECK_OK(context, splan_store_trail(context, store, "2026", &trail));
  CHECK_OK(context, splan_trail_verify(context, trail, NULL));
  CHECK_OK(context, splan_budget_standing(context, trail, &now));
  CHECK(integer_at(context, now, "in_force", 0) == 1 && text_is(now, "stage", 0, "adjustment"));
  splan_result_free(now);
  CHECK_OK(context, splan_budget_difference(context, trail, 1, 2, &now));
  CHECK(text_is(now, "line", 0, "Web") && integer_at(context, now, "before", 0) == 60000);
  CHECK(integer_at(context, now, "after", 0) == 40000);
  splan_result_free(now);
  CHECK_REFUSED(context, SPLAN_NOT_FOUND, "version: 3 is not in 1..2",
                splan_budget_version(context, trail, 3, &now));
  CHECK_OK(context, splan_budget_version(context, trail, 1, &now));
  CHECK(integer_at(context, now, "amount", 0) == 60000 && text_is(now, "author", 0, "ann"));
  splan_result_free(now);
  CHECK_OK(context, splan_budget_last_change(context, trail, &now));
  CHECK(text_is(now, "line", 0, "Web") && integer_at(context, now, "amount", 0) == 60000);
  CHECK(integer_at(context, now, "last", 0) == 0); /* the first version in force */
  splan_result_free(now);
  splan_trail_free(trail);
}

static void test_workflow(splan_context* context) {
  static const char people[] = "ann\0bob\0cid\0dan";
  const int32_t roles[] = {1, 2 + 8, 4, 4}, wrong[] = {1, 16, 4, 4};
  splan_policy* policy = NULL;
  splan_store* store = NULL;
  splan_trail *trail = NULL, *forged = NULL;
  splan_result* entries = NULL;
  host_table table;
  memset(&table, 0, sizeof table);
  CHECK(splan_context_create(&table.context) == SPLAN_OK);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "roles[1]: 16 is not in 0..15",
      splan_policy_create(context, 4, people, sizeof people, wrong, NULL, 50000, &policy));
  CHECK_OK(context,
           splan_policy_create(context, 4, people, sizeof people, roles, NULL, 50000, &policy));

  CHECK_OK(context, splan_store_create(context, NULL, NULL, NULL, &store));
  walk(context, store, policy);
  splan_store_free(store);

  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "append: is NULL",
                splan_store_create(context, &host_read, NULL, &table, &store));
  CHECK_OK(context, splan_store_create(context, &host_read, &host_append, &table, &store));
  walk(context, store, policy);
  CHECK(table.entries == 7);
  CHECK_REFUSED(context, SPLAN_IO, "2027: the host's store could not read: it returned 5",
                splan_store_trail(context, store, "2027", &trail));
  table.answer = SPLAN_CONFLICT;
  CHECK_REFUSED(
      context, SPLAN_CONFLICT,
      "2026: entry 8 has been written by somebody else in the meantime; nothing was changed",
      step(context, store, policy, "submit", "ann", NULL, 9, 0, &entries));
  table.answer = 7;
  CHECK_REFUSED(context, SPLAN_IO, "2026: the host's store could not append: it returned 7",
                step(context, store, policy, "submit", "ann", NULL, 9, 0, &entries));
  CHECK(entries == NULL && table.entries == 7);

  /* The chain tells what was changed, and with the last hash, what was cut off. */
  CHECK_OK(context, splan_store_trail(context, store, "2026", &trail));
  CHECK_OK(context, splan_trail_verify(context, trail, table.hash[6]));
  CHECK_OK(context, splan_trail_entries(context, trail, &entries));
  CHECK(text_is(entries, "hash", 6, table.hash[6]) && text_is(entries, "action", 6, "adjust"));
  splan_result_free(entries);
  splan_trail_free(trail);
  CHECK_OK(context, splan_trail_create(context, "2026", &forged));
  table.entries = 6;
  CHECK(host_read("2026", forged, &table) == 0);
  CHECK_OK(context, splan_trail_verify(context, forged, ""));
  CHECK(splan_trail_verify(context, forged, table.hash[6]) == SPLAN_PARSE);
  splan_trail_free(forged);
  table.entries = 7;
  strcpy(table.content[0], "90000 Web\n");
  CHECK_REFUSED(context, SPLAN_PARSE,
                "trail[0]: does not match its hash: it, or what is before it, has been changed",
                step(context, store, policy, "submit", "ann", NULL, 9, 0, &entries));
  splan_store_free(store);
  splan_policy_free(policy);
  splan_context_free(table.context);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_amounts(context);
  test_proposals(context);
  test_workflow(context);
  splan_context_free(context);
  return checks_failed();
}
