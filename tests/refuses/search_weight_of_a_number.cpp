// expect: the command does not take this option
#include <hibana/command/search_index.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::create("i", opt::ft::numeric("n", opt::ft::weight(2)));
#else
auto request = cmd::ft::create("i", opt::ft::text("n", opt::ft::weight(2)));
#endif
