// expect: this argument must be an integer
#include <hibana/command/list.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::lpop("k", "three");
#else
auto request = cmd::lpop("k", 3);
#endif
