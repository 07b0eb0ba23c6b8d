// expect: this argument must be a duration, such as 1500ms
#include <hibana/command/list.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::blpop("l", 0);
#else
auto request = cmd::blpop("l", 0s);
#endif
