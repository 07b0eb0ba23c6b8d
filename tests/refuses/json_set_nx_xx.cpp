// expect: these two options exclude each other; use one of them
#include <hibana/command/modules/json.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::json::set("k", "$", 1, opt::nx, opt::xx);
#else
auto request = cmd::json::set("k", "$", 1, opt::nx);
#endif
