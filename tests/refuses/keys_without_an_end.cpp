// expect: write keys(...) or a range here, so that it is clear where the keys end
#include <hibana/command/scripting.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::eval("s", "k", "a");
#else
auto request = cmd::eval("s", keys("k"), "a");
#endif
