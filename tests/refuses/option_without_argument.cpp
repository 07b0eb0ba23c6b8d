// expect: this option requires an argument, for example opt::ex(60s)
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::set("k", "v", opt::ex);
#else
auto request = cmd::set("k", "v", opt::ex(60s));
#endif
