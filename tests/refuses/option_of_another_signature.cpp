// expect: too few arguments; this one is missing
#include <hibana/command/hash.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::hrandfield("h", opt::withvalues);
#else
auto request = cmd::hrandfield("h", 3, opt::withvalues);
#endif
