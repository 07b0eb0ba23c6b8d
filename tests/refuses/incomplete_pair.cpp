// expect: this command takes pairs of arguments; the last one has no partner
#include <hibana/command/hash.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::hset("h", "f");
#else
auto request = cmd::hset("h", "f", "v");
#endif
