// expect: this argument must be a time point of std::chrono::system_clock
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::expireat("k", 60s);
#else
auto request = cmd::expireat("k", std::chrono::system_clock::now() + 60s);
#endif
