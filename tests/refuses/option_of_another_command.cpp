// expect: the command does not have this option
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::get("k", opt::nx);
#else
auto request = cmd::get("k");
#endif
