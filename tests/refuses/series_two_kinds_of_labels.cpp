// expect: these two options exclude each other; use one of them
#include <hibana/command/modules/time_series.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::ts::mget(opt::ts::filter("a=1"), opt::ts::withlabels, opt::ts::selected_labels("a"));
#else
auto request = cmd::ts::mget(opt::ts::filter("a=1"), opt::ts::withlabels);
#endif
