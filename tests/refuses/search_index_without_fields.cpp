// expect: the command requires one of these options
#include <hibana/command/modules/search_index.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::create("i", opt::search::prefix("a:"));
#else
auto request = cmd::ft::create("i", opt::search::prefix("a:"), opt::search::tag("t"));
#endif
