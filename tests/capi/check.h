/* What a C test checks with; its program returns checks_failed(). */
#ifndef SALESPLAN_TESTS_CAPI_CHECK_H
#define SALESPLAN_TESTS_CAPI_CHECK_H

#include <salesplan.h>
#include <stdio.h>
#include <string.h>

static int failures_;

#define CHECK(condition)                                             \
  do {                                                               \
    if (!(condition)) {                                              \
      printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      ++failures_;                                                   \
    }                                                                \
  } while (0)

/* The call succeeds. */
#define CHECK_OK(context, call) \
  check_status_(__FILE__, __LINE__, #call, context, SPLAN_OK, "", call)

/* The call is refused with this status and message. */
#define CHECK_REFUSED(context, status, message, call) \
  check_status_(__FILE__, __LINE__, #call, context, status, message, call)

static void check_status_(const char* file, int line, const char* call,
                          const splan_context* context, splan_status expected, const char* message,
                          splan_status status) {
  if (status == expected && splan_context_status(context) == expected &&
      strcmp(splan_context_message(context), message) == 0) {
    return;
  }
  printf("%s:%d: %s\n  is      %s, \"%s\"\n  must be %s, \"%s\"\n", file, line, call,
         splan_status_name(status), splan_context_message(context), splan_status_name(expected),
         message);
  ++failures_;
}

static int checks_failed(void) { return failures_ == 0 ? 0 : 1; }

#endif
