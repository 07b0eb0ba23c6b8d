// expect: this argument must be a range of pairs with elements of the right types
#include <hibana/command/string.hpp>

#include <map>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::mset(std::map<std::string, bool>{{"k", true}});
#else
auto request = cmd::mset(std::map<std::string, int>{{"k", 1}});
#endif
