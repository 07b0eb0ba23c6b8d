// expect: too many arguments; this one is not accepted
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::get("a", "b");
#else
auto request = cmd::mget("a", "b");
#endif
