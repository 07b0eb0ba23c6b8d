// expect: the end of this list of keys is ambiguous; pass keys(...) or a range
#include <hibana/command/scripting.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::eval("s", "k", "a");
#else
auto request = cmd::eval("s", keys("k"), "a");
#endif
