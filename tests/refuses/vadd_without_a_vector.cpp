// expect: the command requires one of these options
#include <hibana/command/modules/vector_set.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
auto request = cmd::vadd("k", "a");
#else
auto request = cmd::vadd("k", opt::vset::values(1, 2), "a");
#endif
