// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/list.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::lmovem("a", "b", opt::left, opt::right, opt::count(5));
#else
auto request = cmd::lmovem("a", "b", opt::left, opt::right, opt::count(5), opt::obo);
#endif
