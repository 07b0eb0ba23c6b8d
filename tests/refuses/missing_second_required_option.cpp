// expect: the command requires one of these options
#include <hibana/command/list.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::lmove("a", "b", opt::left);
#else
auto request = cmd::lmove("a", "b", opt::left, opt::right);
#endif
