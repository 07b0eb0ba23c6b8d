// expect: this option is used twice
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::set("k", "v", opt::ex(60s), opt::ex(70s));
#else
auto request = cmd::set("k", "v", opt::ex(60s));
#endif
