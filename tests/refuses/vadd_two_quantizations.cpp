// expect: these two options exclude each other; use one of them
#include <hibana/command/modules/vector_set.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::vadd("k", opt::vset::values(1, 2), "a", opt::vset::q8, opt::vset::bin);
#else
auto request = cmd::vadd("k", opt::vset::values(1, 2), "a", opt::vset::q8);
#endif
