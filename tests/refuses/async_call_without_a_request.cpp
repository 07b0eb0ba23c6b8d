// expect: a call takes requests, such as cmd::get("k")
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::async_client<>& db) {
#ifdef HIBANA_WRONG
    db("GET k", [](std::exception_ptr, std::optional<std::string>) {});
#else
    db(hibana::cmd::get("k"), [](std::exception_ptr, std::optional<std::string>) {});
#endif
}
