// Compiles the bodies of target/presence.hpp once.
#include "salesplan/target/presence_inl.hpp"
