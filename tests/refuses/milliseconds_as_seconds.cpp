// expect: this argument must be a duration in whole seconds, such as 60s; for finer durations use the option or command in milliseconds
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
//[wrong
auto request = cmd::set("k", "v", opt::ex(1500ms));
//]
#else
auto request = cmd::set("k", "v", opt::px(1500ms));
#endif
