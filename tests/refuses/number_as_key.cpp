// expect: a key must be text: std::string, std::string_view
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::get(3);
#else
auto request = cmd::get("3");
#endif
