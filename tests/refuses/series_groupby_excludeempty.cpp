// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/modules/time_series.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::ts::mrange("-", "+", opt::ts::filter("a=1"), opt::ts::groupby("a", opt::ts::max), opt::ts::excludeempty);
#else
auto request = cmd::ts::mrange("-", "+", opt::ts::filter("a=1"), opt::ts::groupby("a", opt::ts::max));
#endif
