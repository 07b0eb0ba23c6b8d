// expect: the command does not have this option
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::migrate("h", 6379, "k", 0, 5s, opt::auth("ann", "pw"));
#else
auto request = cmd::migrate("h", 6379, "k", 0, 5s, opt::auth2("ann", "pw"));
#endif
