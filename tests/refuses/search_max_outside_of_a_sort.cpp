// expect: the command does not have this option
#include <hibana/command/modules/search_aggregate.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::aggregate("i", "*", opt::search::sortby(opt::search::by("@a")), opt::search::max(3));
#else
auto request = cmd::ft::aggregate("i", "*", opt::search::sortby(opt::search::by("@a"), opt::search::max(3)));
#endif
