// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

using namespace hibana;
using namespace std::chrono_literals;

namespace notation_of_streams {
using namespace hibana::notation;
inline constexpr option<"="> exactly;
inline constexpr option<"~"> about;
inline constexpr option<"MAXLEN", maybe<exactly, about>, integer, maybe<opt::form::limit>, needs<opt::form::limit, about>> maxlen;
inline constexpr descriptor<"XTRIM", integer(key, one_of<maxlen>), writes> trim;
}  // namespace notation_of_streams
using namespace notation_of_streams;

#ifdef HIBANA_WRONG
auto request = trim("s", maxlen(1000, opt::form::limit(50)));
#else
auto request = trim("s", maxlen(about, 1000, opt::form::limit(50)));
#endif
