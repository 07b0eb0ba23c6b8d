// expect: too many arguments; this one is not accepted
#include <hibana/command/bitmap.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::bitop(opt::not_, "d", "a", "b");
#else
auto request = cmd::bitop(opt::not_, "d", "a");
#endif
