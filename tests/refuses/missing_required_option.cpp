// expect: the command requires one of these options
#include <hibana/command/list.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::lmpop("a", "b");
#else
auto request = cmd::lmpop("a", "b", opt::left);
#endif
