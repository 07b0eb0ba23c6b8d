// expect: this argument must be a range of pairs with elements of the right types
#include <hibana/command/hash.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::hset("h", std::vector<std::string>{"f", "v"});
#else
auto request = cmd::hset("h", std::vector<std::pair<std::string, std::string>>{{"f", "v"}});
#endif
