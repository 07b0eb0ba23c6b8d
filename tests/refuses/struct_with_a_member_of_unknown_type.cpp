// expect: the members of this struct must be text or numbers; for another type specialise hibana::argument<T>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/hash.hpp>

using namespace hibana;
using namespace std::chrono_literals;

struct thing {};
struct account {
    int age = 0;
};
struct wrong_account {
    thing age;
};
struct one_member {
    static constexpr std::size_t size = 1;
    template <class Object, class Visit>
    static constexpr void each(Object&& object, Visit&& visit) {
        visit(std::string_view("age"), object.age);
    }
};
template <>
struct hibana::members<account> : one_member {};
template <>
struct hibana::members<wrong_account> : one_member {};

#ifdef HIBANA_WRONG
auto written = encoded(cmd::hset("h", wrong_account()));
#else
auto written = encoded(cmd::hset("h", account()));
#endif
