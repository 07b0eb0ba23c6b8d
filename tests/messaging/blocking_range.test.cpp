// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/blocking_range.hpp>

#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <iterator>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;

namespace {

using throwing = hibana::client<hibana::in_memory_transport, manual_clock, seeded_random>;

/// Counts to three. Element two is an error, and takes one second.
template <class Client> class counting : public hibana::blocking_range<counting<Client>, Client, int> {
    using base = hibana::blocking_range<counting, Client, int>;
    friend base;

public:
    explicit counting(Client& db, errc refusal = errc::none) : base(db) {
        if (refusal != errc::none) base::fail(hibana::error(refusal));
    }
    int last = 0;

private:
    hibana::result<int> wait(hibana::deadline until) {
        if (until.time() < this->client().execution().now() + 1s) return hibana::error(errc::timeout);
        if (++last == 2) return hibana::error(errc::type_mismatch);
        return last;
    }
    bool is_finished() const { return last == 3; }
};

}  // namespace

static_assert(std::input_iterator<counting<throwing>::iterator>);

TEST_CASE("blocking_range: with return_errors its elements are results", "[messaging]") {
    client<> db{script().serve().transport(), unnamed()};
    counting numbers(db);
    std::vector<int> seen;

    for (auto& number : numbers) seen.push_back(number.value_or(-1));

    CHECK(seen == std::vector{1, -1, 3});
}

TEST_CASE("blocking_range: with throw_errors its elements are values, and errors are thrown", "[messaging]") {
    throwing db{script().serve().transport(), unnamed()};
    counting numbers(db);

    CHECK(numbers.next() == 1);
    CHECK_THROWS_AS(numbers.next(), hibana::type_mismatch_error);
    CHECK(numbers.next() == 3);
}

TEST_CASE("blocking_range: a wait that times out returns nothing with either error policy", "[messaging]") {
    throwing db{script().serve().transport(), unnamed()};
    client<> other{script().serve().transport(), unnamed()};

    CHECK(counting(db).next(100ms) == std::nullopt);
    CHECK(counting(db).next(2s) == 1);
    CHECK_FALSE(counting(other).next(100ms).value().has_value());
    CHECK(counting(other).next(2s).value() == 1);
}

TEST_CASE("blocking_range: a failed start throws, or is the first element", "[messaging]") {
    throwing db{script().serve().transport(), unnamed()};
    CHECK_THROWS_AS(counting(db, errc::no_permission), hibana::no_permission_error);

    client<> other{script().serve().transport(), unnamed()};
    counting numbers(other, errc::no_permission);
    CHECK_FALSE(numbers);
    CHECK(numbers.next().error().condition() == errc::no_permission);
    CHECK(numbers);
}
