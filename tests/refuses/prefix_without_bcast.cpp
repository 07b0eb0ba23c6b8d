// expect: this option requires another one (the first requires one of the others)
#include <hibana/command/connection.hpp>

using namespace hibana;
using namespace std::chrono_literals;

#ifdef HIBANA_WRONG
auto request = cmd::client::tracking(opt::on, opt::prefix("a:"));
#else
auto request = cmd::client::tracking(opt::on, opt::prefix("a:"), opt::bcast);
#endif
