// expect: the command requires one of these options
#include <hibana/command/modules/search_aggregate.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
//[wrong
auto request = cmd::ft::hybrid("i", opt::search::search("q"));
//]
#else
auto request = cmd::ft::hybrid("i", opt::search::search("q"), opt::search::vsim("@v", "$v"));
#endif
