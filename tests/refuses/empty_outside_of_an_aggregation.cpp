// expect: the command does not have this option
#include <hibana/command/modules/time_series.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::ts::range("k", "-", "+", opt::ts::empty);
#else
auto request = cmd::ts::range("k", "-", "+", opt::ts::aggregation(opt::ts::avg, 60s, opt::ts::empty));
#endif
