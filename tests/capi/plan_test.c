/* A plan from a specification, its files, and what is refused. */
#include "check.h"

static const char* const plan_json =
    "{\"schema\": \"salesplan.plan/1\", \"first_month\": \"2026-01\", \"months\": 2,"
    "\"dimensions\": [{\"name\": \"rep\", \"csv\": \"key\\nann\\nbob\\n\"}],"
    "\"facts\": {\"csv\": \"date,rep,revenue\\n2025-01-10,ann,12.50\\n2025-02-10,bob,3\\n\"},"
    "\"target\": {\"revenue\": {\"amount\": 1000.25}}}";

static int has_file(const splan_plan* plan, const char* name) {
  int32_t i;
  for (i = 0; i < splan_plan_files(plan); ++i) {
    if (strcmp(splan_plan_file_name(plan, i), name) == 0) {
      return splan_plan_file_content(plan, i)[0] != '\0';
    }
  }
  return 0;
}

int main(int argc, char** argv) {
  splan_context* context = NULL;
  splan_plan *plan = NULL, *same = NULL, *none = NULL;
  splan_result* charts = NULL;
  const char* folder = argc > 1 ? argv[1] : "capi_plan_test.out";
  char path[1024];
  FILE* file;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK_OK(context, splan_plan_run(context, plan_json, NULL, &plan));
  CHECK(splan_plan_files(plan) >= 7);
  CHECK(has_file(plan, "plan.json") && has_file(plan, "targets.csv"));
  CHECK(has_file(plan, "dashboard.html"));
  CHECK(strstr(splan_plan_document(plan), "\"salesplan.document/1\"") != NULL);

  CHECK(splan_plan_files(NULL) == 0);
  CHECK(splan_plan_document(NULL) == NULL);
  CHECK(splan_plan_file_name(plan, -1) == NULL);
  CHECK(splan_plan_file_name(plan, splan_plan_files(plan)) == NULL);
  CHECK(splan_plan_file_name(NULL, 0) == NULL);
  CHECK(splan_plan_file_content(plan, INT32_MIN) == NULL);
  CHECK(splan_plan_file_content(plan, INT32_MAX) == NULL);
  CHECK(splan_plan_file_content(NULL, 0) == NULL);

  CHECK_OK(context, splan_vega_lite(context, splan_plan_document(plan), NULL, &charts));
  CHECK(strcmp(splan_result_text(charts, "id", 0), "course") == 0);
  CHECK(strstr(splan_result_text(charts, "specification", 0), "vega-lite/v5.json") != NULL);
  splan_result_free(charts);
  CHECK_REFUSED(context, SPLAN_NOT_FOUND, "month: \"2027-01\" is no month of the dashboard",
                splan_vega_lite(context, splan_plan_document(plan), "2027-01", &charts));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "model_json: is NULL",
                splan_vega_lite(context, NULL, NULL, &charts));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_vega_lite(context, "{}", NULL, NULL));
  CHECK(splan_vega_lite(context, "[]", NULL, &charts) == SPLAN_PARSE);
  CHECK(splan_vega_lite(NULL, "{}", NULL, &charts) == SPLAN_INVALID_ARGUMENT);

  CHECK_OK(context, splan_plan_write(context, plan, folder));
  CHECK_OK(context, splan_plan_write(context, plan, folder)); /* over its own files */
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "plan: is NULL",
                splan_plan_write(context, NULL, folder));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "folder: is NULL",
                splan_plan_write(context, plan, NULL));
  CHECK(splan_plan_write(context, plan, "/dev/null/folder") == SPLAN_IO);
  CHECK(splan_plan_write(NULL, plan, folder) == SPLAN_INVALID_ARGUMENT);

  snprintf(path, sizeof path, "%s/specification.json", folder);
  file = fopen(path, "wb");
  CHECK(file != NULL);
  if (file != NULL) {
    CHECK(fputs(plan_json, file) >= 0);
    CHECK(fclose(file) == 0);
  }
  CHECK_OK(context, splan_plan_run_file(context, path, &same));
  CHECK(same != NULL && strcmp(splan_plan_document(plan), splan_plan_document(same)) == 0);

  CHECK_REFUSED(context, SPLAN_IO, "no/such/plan.json: cannot be opened for reading",
                splan_plan_run_file(context, "no/such/plan.json", &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "path: is NULL",
                splan_plan_run_file(context, NULL, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_plan_run_file(context, path, NULL));
  CHECK(splan_plan_run_file(NULL, path, &none) == SPLAN_INVALID_ARGUMENT);

  CHECK(splan_plan_run(context, "", NULL, &none) == SPLAN_PARSE);
  CHECK(splan_plan_run(context, "{\"schema\": \"salesplan.plan/1\"", NULL, &none) == SPLAN_PARSE);
  CHECK(splan_plan_run(context, "{}", NULL, &none) == SPLAN_NOT_FOUND);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "specification_json: is NULL",
                splan_plan_run(context, NULL, NULL, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_plan_run(context, plan_json, NULL, NULL));
  CHECK(splan_plan_run(NULL, plan_json, NULL, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);
  splan_plan_free(plan);
  splan_plan_free(same);
  splan_plan_free(NULL);
  splan_context_free(context);
  return checks_failed();
}
