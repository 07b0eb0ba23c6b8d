// expect: this argument must be a duration in whole seconds, such as 60s; for finer durations use the option or command in milliseconds
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::expire("k", 60);
#else
auto request = cmd::expire("k", 60s);
#endif
