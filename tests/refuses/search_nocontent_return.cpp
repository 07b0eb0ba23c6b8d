// expect: these options exclude each other (the first one cannot be combined with the others)
#include <hibana/command/modules/search.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::search("i", "q", opt::search::nocontent, opt::search::return_("a"));
#else
auto request = cmd::ft::search("i", "q", opt::search::return_("a"));
#endif
