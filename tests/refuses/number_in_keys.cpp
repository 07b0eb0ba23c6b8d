// expect: a key must be text: std::string, std::string_view
#include <hibana/command/scripting.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::eval("s", keys("k", 3));
#else
auto request = cmd::eval("s", keys("k", "3"));
#endif
