// expect: these two options exclude each other; use one of them
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::set("k", "v", opt::ex(60s), opt::px(10ms));
#else
auto request = cmd::set("k", "v", opt::ex(60s));
#endif
