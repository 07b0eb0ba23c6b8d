// expect: the command does not have this option
#include <hibana/command/modules/search_index.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
//[wrong
auto request = cmd::ft::create("i", opt::search::numeric("n", opt::search::weight(2)));
//]
#else
auto request = cmd::ft::create("i", opt::search::text("n", opt::search::weight(2)));
#endif
