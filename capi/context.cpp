#include "boundary.hpp"
#include "salesplan/core/version.hpp"

#define SPLAN_TEXT(x) #x
#define SPLAN_EXPANDED(x) SPLAN_TEXT(x)

const char* splan_version(void) {
  return SPLAN_EXPANDED(SALESPLAN_VERSION_MAJOR) "." SPLAN_EXPANDED(
      SALESPLAN_VERSION_MINOR) "." SPLAN_EXPANDED(SALESPLAN_VERSION_PATCH);
}

int32_t splan_version_number(void) { return SALESPLAN_VERSION; }

const char* splan_status_name(splan_status status) {
  switch (status) {
    case SPLAN_OK:
      return "ok";
    case SPLAN_INVALID_ARGUMENT:
      return "invalid argument";
    case SPLAN_PARSE:
      return "parse error";
    case SPLAN_INFEASIBLE:
      return "infeasible";
    case SPLAN_OVERFLOW:
      return "overflow";
    case SPLAN_NOT_FOUND:
      return "not found";
    case SPLAN_DUPLICATE:
      return "duplicate";
    case SPLAN_IO:
      return "input or output failed";
    case SPLAN_CANCELLED:
      return "cancelled";
    case SPLAN_OUT_OF_MEMORY:
      return "out of memory";
    case SPLAN_INTERNAL:
      return "internal error";
    case SPLAN_UNSUPPORTED:
      return "unsupported";
    case SPLAN_CONFLICT:
      return "conflict";
    default:
      return "unknown";
  }
}

splan_status splan_context_create(splan_context** out) {
  if (out == nullptr) return SPLAN_INVALID_ARGUMENT;
  splan_context* context = new (std::nothrow) splan_context;
  if (context == nullptr) return SPLAN_OUT_OF_MEMORY;
  *out = context;
  return SPLAN_OK;
}

void splan_context_free(splan_context* context) { delete context; }

const char* splan_context_message(const splan_context* context) {
  return context == nullptr ? "" : context->message.c_str();
}

splan_status splan_context_status(const splan_context* context) {
  return context == nullptr ? SPLAN_INVALID_ARGUMENT : context->status;
}

splan_status splan_context_set_progress(splan_context* context, splan_progress callback,
                                        void* user_data) {
  return salesplan::capi::guard(context, [&] {
    context->progress = callback;
    context->user_data = user_data;
  });
}
