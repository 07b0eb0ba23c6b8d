// expect: a callback of results(), or with return_errors, is called with one argument
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::async_client<hibana::return_errors>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::get("k"), [](std::exception_ptr, std::optional<std::string>) {});
#else
    db(hibana::cmd::get("k"), [](hibana::result<std::optional<std::string>>) {});
#endif
}
