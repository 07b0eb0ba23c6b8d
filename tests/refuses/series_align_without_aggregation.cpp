// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/modules/time_series.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
//[wrong
auto request = cmd::ts::range("k", "-", "+", opt::ts::align("start"));
//]
#else
auto request = cmd::ts::range("k", "-", "+", opt::ts::align("start"), opt::ts::aggregation(opt::ts::avg, 60s));
#endif
