// expect: too few arguments; this one is missing
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::get();
#else
auto request = cmd::get("k");
#endif
