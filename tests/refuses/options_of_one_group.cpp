// expect: these two options exclude each other; use one of them
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::set("k", "v", opt::nx, opt::xx).as<bool>();
#else
auto request = cmd::set("k", "v", opt::nx).as<bool>();
#endif
