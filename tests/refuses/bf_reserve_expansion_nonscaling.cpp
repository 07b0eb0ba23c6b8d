// expect: these two options exclude each other; use one of them
#include <hibana/command/modules/bloom.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::bf::reserve("k", 0.01, 100, opt::bf::expansion(2), opt::bf::nonscaling);
#else
auto request = cmd::bf::reserve("k", 0.01, 100, opt::bf::nonscaling);
#endif
