// expect: this argument must be a time point of std::chrono::system_clock
#include <hibana/command/string.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::set("k", "v", opt::exat(std::chrono::steady_clock::now()));
#else
auto request = cmd::set("k", "v", opt::exat(std::chrono::system_clock::now()));
#endif
