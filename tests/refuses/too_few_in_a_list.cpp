// expect: too few arguments; this one is missing
#include <hibana/command/set.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::sadd("s");
#else
auto request = cmd::sadd("s", "m");
#endif
