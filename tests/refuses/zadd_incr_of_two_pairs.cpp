// expect: too many arguments; this one is not accepted
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zadd("z", opt::incr, 1.0, "a", 2.0, "b");
#else
auto request = cmd::zadd("z", opt::incr, 1.0, "a");
#endif
