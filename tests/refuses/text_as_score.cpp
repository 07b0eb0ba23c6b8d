// expect: this argument must be a number
#include <hibana/command/sorted_set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::zadd("z", "1", "m");
#else
auto request = cmd::zadd("z", 1, "m");
#endif
