// expect: this argument must be text or a number; for another type specialise hibana::argument<T>
#include <hibana/command/any_request.hpp>

using namespace hibana;
using namespace std::chrono_literals;

struct thing {};

#ifdef HIBANA_WRONG
auto request = any_request("SET", "k", thing());
#else
auto request = any_request("SET", "k", 1);
#endif
