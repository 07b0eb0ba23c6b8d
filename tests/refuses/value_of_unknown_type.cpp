// expect: this argument must be text or a number; for another type specialise hibana::argument<T>
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

struct thing {};

#ifdef HIBANA_WRONG
auto request = cmd::set("k", thing());
#else
auto request = cmd::set("k", 1);
#endif
