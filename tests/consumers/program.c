/* What a C user writes, in C90 with <stdint.h>; also compiled as C99 and C++11. */
#include <salesplan.h>

int main(void) {
  splan_context* context = 0;
  const splan_status status = splan_context_create(&context);
  splan_context_free(context);
  return status == SPLAN_OK ? 0 : 1;
}
