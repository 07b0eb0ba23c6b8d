// expect: arguments come in pairs here; the last one is alone
#include <hibana/command/stream.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::xread("s", "0", "t");
#else
auto request = cmd::xread("s", "0", "t", "$");
#endif
