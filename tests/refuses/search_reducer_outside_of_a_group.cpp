// expect: the command does not have this option
#include <hibana/command/modules/search_aggregate.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
//[wrong
auto request = cmd::ft::aggregate("i", "*", opt::search::groupby("@a"), opt::search::reduce::count());
//]
#else
auto request = cmd::ft::aggregate("i", "*", opt::search::groupby("@a", opt::search::reduce::count()));
#endif
