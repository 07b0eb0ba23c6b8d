// expect: a command requires a signature, such as ok(key, bulk)
#include <hibana/command/descriptor.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
constexpr descriptor<"NAME", notation::writes> command;
auto request = command();
#else
constexpr descriptor<"NAME", notation::ok(), notation::writes> command;
auto request = command();
#endif
