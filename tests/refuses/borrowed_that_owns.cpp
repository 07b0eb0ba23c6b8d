// expect: borrowed<> is for types that hold views; this one owns what it holds
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
