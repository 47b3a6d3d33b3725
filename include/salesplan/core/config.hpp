// How a function body is compiled: header-only users get it inline, the compiled library once.
#pragma once

// A header `x.hpp` declares; `x_inl.hpp` beside it defines. Without any macro the header includes
// its `_inl.hpp` (header-only use). The target `salesplan::salesplan` defines SALESPLAN_COMPILED:
// then the bodies come from the library and an includer does not pay for them.
#ifdef SALESPLAN_COMPILED
#define SALESPLAN_INLINE
#else
#define SALESPLAN_INLINE inline
#endif
