// expect: this argument must be a std::tuple of three elements of the right types, or a range of such tuples
#include <hibana/command/modules/json.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::json::mset(std::tuple(1, "$", "{}"));
#else
auto request = cmd::json::mset(std::tuple("k", "$", "{}"));
#endif
