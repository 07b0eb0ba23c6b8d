// expect: borrowed<T> requires a type that contains views; this type owns its data
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>

using namespace hibana;

#ifdef HIBANA_WRONG
using wanted = borrowed<std::string>;
#else
using wanted = borrowed<std::string_view>;
#endif

void use(client<>& db) {
    auto reply = db(cmd::get("k").as<wanted>());
}
