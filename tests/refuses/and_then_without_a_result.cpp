// expect: hibana::result::and_then: the function has to return a result; use transform
#include <hibana/core/result.hpp>

void use(hibana::result<int> number) {
#ifdef HIBANA_WRONG
    static_cast<void>(number.and_then([](int value) { return value + 1; }));
#else
    static_cast<void>(number.and_then([](int value) { return hibana::result<int>(value + 1); }));
#endif
}
