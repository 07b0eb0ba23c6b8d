// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::expire("k", 60s, opt::nx, opt::gt);
#else
auto request = cmd::expire("k", 60s, opt::xx, opt::gt);
#endif
