// expect: these two options exclude each other; use one of them
#include <hibana/command/modules/search_aggregate.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::hybrid("i", opt::search::search("q"), opt::search::vsim("@v", "$v"), opt::search::rrf(opt::search::window(9)), opt::search::linear(opt::search::alpha(1)));
#else
auto request = cmd::ft::hybrid("i", opt::search::search("q"), opt::search::vsim("@v", "$v"), opt::search::rrf(opt::search::window(9)));
#endif
