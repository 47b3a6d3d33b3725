// Compiles forecast/long_panel.hpp once.
#include "salesplan/forecast/long_panel_inl.hpp"
