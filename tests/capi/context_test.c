/* The library, the context and the callback, as a C program meets them. */
#include "check.h"

struct steps {
  int count;
  int stop_after;
  double done;
};

static int32_t count_step(const char* step, double done, void* user_data) {
  struct steps* steps = user_data;
  CHECK(step != NULL && step[0] != '\0');
  CHECK(done >= steps->done && done <= 1);
  steps->done = done;
  return ++steps->count == steps->stop_after ? 7 : 0;
}

static void test_library(void) {
  int major = -1, minor = -1, patch = -1;
  int32_t status;
  CHECK(sscanf(splan_version(), "%d.%d.%d", &major, &minor, &patch) == 3);
  CHECK(splan_version_number() == major * 10000 + minor * 100 + patch);
  CHECK(strcmp(splan_status_name(SPLAN_OK), "ok") == 0);
  CHECK(strcmp(splan_status_name(SPLAN_INFEASIBLE), "infeasible") == 0);
  for (status = SPLAN_CONFLICT; status <= SPLAN_OK; ++status) {
    CHECK(strcmp(splan_status_name(status), "unknown") != 0);
  }
  CHECK(strcmp(splan_status_name(SPLAN_CONFLICT - 1), "unknown") == 0);
  CHECK(strcmp(splan_status_name(1), "unknown") == 0);
  CHECK(strcmp(splan_status_name(INT32_MIN), "unknown") == 0);
}

static void test_context(void) {
  splan_context* context = NULL;
  splan_options* options = NULL;
  CHECK(splan_context_create(NULL) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK(splan_context_status(context) == SPLAN_OK);
  CHECK(strcmp(splan_context_message(context), "") == 0);

  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_options_create(context, "fiscal", NULL));
  CHECK(splan_options_create(context, "two\r\nlines", &options) == SPLAN_NOT_FOUND);
  CHECK(strpbrk(splan_context_message(context), "\r\n") == NULL);
  CHECK_OK(context, splan_options_create(context, "fiscal", &options)); /* clears the message */

  CHECK(splan_context_status(NULL) == SPLAN_INVALID_ARGUMENT);
  CHECK(strcmp(splan_context_message(NULL), "") == 0);
  splan_options_free(options);
  splan_context_free(context);
  splan_context_free(NULL);
}

static void test_progress(void) {
  static const char* const plan_json =
      "{\"schema\": \"salesplan.plan/1\", \"first_month\": \"2026-01\", \"months\": 1,"
      "\"dimensions\": [{\"name\": \"rep\", \"csv\": \"key\\nann\\n\"}],"
      "\"facts\": {\"csv\": \"date,rep,revenue\\n2025-01-10,ann,5\\n\"},"
      "\"target\": {\"revenue\": {\"amount\": 10}}}";
  struct steps steps = {0, -1, 0};
  splan_context* context = NULL;
  splan_plan* plan = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK(splan_context_set_progress(NULL, count_step, &steps) == SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_context_set_progress(context, count_step, &steps));
  CHECK_OK(context, splan_plan_run(context, plan_json, NULL, &plan));
  CHECK(steps.count > 3 && steps.done == 1);
  splan_plan_free(plan);
  plan = NULL;

  steps.stop_after = 2;
  steps.count = 0;
  steps.done = 0;
  CHECK_REFUSED(context, SPLAN_CANCELLED, "forecast: cancelled by the caller",
                splan_plan_run(context, plan_json, NULL, &plan));
  CHECK(plan == NULL && steps.count == 2);

  CHECK_OK(context, splan_context_set_progress(context, NULL, NULL));
  CHECK_OK(context, splan_plan_run(context, plan_json, NULL, &plan));
  CHECK(steps.count == 2);
  splan_plan_free(plan);
  splan_context_free(context);
}

int main(void) {
  test_library();
  test_context();
  test_progress();
  return checks_failed();
}
