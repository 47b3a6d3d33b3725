// Every public header at once, for users; written by scripts/umbrella.py.
#pragma once

#include "salesplan/core/config.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/core/version.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/panel.hpp"
