// expect: a callback is called with (std::exception_ptr, T), where T is what co_await gives for the same call
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::async_client<>& db) {
#ifdef HIBANA_WRONG
    db(hibana::cmd::get("k"), [](std::optional<std::string>) {});
#else
    db(hibana::cmd::get("k"), [](std::exception_ptr, std::optional<std::string>) {});
#endif
}
