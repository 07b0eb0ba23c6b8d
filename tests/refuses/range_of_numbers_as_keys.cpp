// expect: a key must be text: std::string, std::string_view
#include <hibana/command/string.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::mget(std::vector<int>{1, 2});
#else
auto request = cmd::mget(std::vector<std::string>{"1", "2"});
#endif
