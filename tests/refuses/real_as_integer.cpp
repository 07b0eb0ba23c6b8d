// expect: this argument must be an integer
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::incrby("k", 1.5);
#else
auto request = cmd::incrbyfloat("k", 1.5);
#endif
