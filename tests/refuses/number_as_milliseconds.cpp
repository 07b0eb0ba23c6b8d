// expect: this argument must be a duration, such as 1500ms
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::pexpire("k", 1500);
#else
auto request = cmd::pexpire("k", 1500ms);
#endif
