// expect: a key is text: std::string, std::string_view, "..." or "..."_key
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::get(3);
#else
auto request = cmd::get("3");
#endif
