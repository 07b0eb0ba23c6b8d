// expect: this argument must be milliseconds since 1970 as an integer, a time point of std::chrono::system_clock, or text: -, + or *
#include <hibana/command/modules/time_series.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::ts::range("k", 5s, "+");
#else
auto request = cmd::ts::range("k", 5000, "+");
#endif
