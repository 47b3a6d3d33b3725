/* Runs a plan from C: plan SPECIFICATION [FOLDER]. Prints the steps and the plan's files, and
 * writes them into FOLDER. */
#include <salesplan.h>
#include <stdio.h>
#include <string.h>

static int32_t show(const char* step, double done, void* user_data) {
  (void)user_data;
  printf("%3.0f %% %s\n", 100 * done, step);
  return 0; /* another value would stop the plan */
}

static int fail(const splan_context* context) {
  fprintf(stderr, "%s: %s\n", splan_status_name(splan_context_status(context)),
          splan_context_message(context));
  return 1;
}

int main(int argc, char** argv) {
  splan_context* context = NULL;
  splan_plan* plan = NULL;
  int32_t i;
  int result = 0;

  if (argc < 2) {
    fprintf(stderr, "usage: plan SPECIFICATION [FOLDER]\n");
    return 2;
  }
  if (splan_context_create(&context) != SPLAN_OK) return 1;
  splan_context_set_progress(context, show, NULL);
  if (splan_plan_run_file(context, argv[1], &plan) != SPLAN_OK) {
    result = fail(context);
  } else {
    for (i = 0; i < splan_plan_files(plan); ++i) {
      const char* content = splan_plan_file_content(plan, i);
      const size_t first_line = strcspn(content, "\r\n");
      const int shown = first_line < 72 ? (int)first_line : 72;
      printf("%s: %.*s\n", splan_plan_file_name(plan, i), shown, content);
    }
    if (argc > 2 && splan_plan_write(context, plan, argv[2]) != SPLAN_OK) result = fail(context);
  }
  splan_plan_free(plan);
  splan_context_free(context);
  return result;
}
