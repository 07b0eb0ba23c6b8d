// expect: this option is used twice
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::set("k", "v", opt::nx, opt::ex(60s), opt::nx);
#else
auto request = cmd::set("k", "v", opt::nx, opt::ex(60s));
#endif
