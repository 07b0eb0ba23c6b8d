// expect: these two options exclude each other; give one of them
#include <hibana/command/search_aggregate.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::ft::hybrid("i", opt::ft::search("q"), opt::ft::vsim("@v", "$v"), opt::ft::rrf(opt::ft::window(9)), opt::ft::linear(opt::ft::alpha(1)));
#else
auto request = cmd::ft::hybrid("i", opt::ft::search("q"), opt::ft::vsim("@v", "$v"), opt::ft::rrf(opt::ft::window(9)));
#endif
