// expect: this argument must be JSON text, a number, a bool or nullptr; for another type specialise hibana::json_value<T>
#include <hibana/command/modules/json.hpp>

using namespace hibana;

struct account {};

#ifdef HIBANA_WRONG
//[wrong
auto request = cmd::json::set("k", "$", account());
//]
#else
auto request = cmd::json::set("k", "$", "{}");
#endif
