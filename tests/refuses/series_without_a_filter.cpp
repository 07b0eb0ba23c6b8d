// expect: the command requires one of these options
#include <hibana/command/modules/time_series.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::ts::mget(opt::ts::withlabels);
#else
auto request = cmd::ts::mget(opt::ts::filter("a=1"));
#endif
