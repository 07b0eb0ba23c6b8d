// expect: this command takes pairs of arguments; the last one has no partner
#include <hibana/command/stream.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::xread("s", "0", "t");
#else
auto request = cmd::xread("s", "0", "t", "$");
#endif
