// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zadd("z", opt::nx, opt::gt, 1.0, "m");
#else
auto request = cmd::zadd("z", opt::xx, opt::gt, 1.0, "m");
#endif
