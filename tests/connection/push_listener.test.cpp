// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/push_listener.hpp>

#include "catch.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

using namespace hibana;

namespace {

class recorder final : public push_listener {
public:
    explicit recorder(std::string& log) : log_(log) {}
    ~recorder() override { log_ += "destroyed "; }

    bool is_awaited() const noexcept override { return true; }
    bool may_stop_reading() noexcept override { return false; }
    void on_connected(unsigned version) override { log_ += "connected " + std::to_string(version) + ' '; }
    void on_connect_failed(const error& err) override { log_.append(err.text()) += ' '; }
    void on_disconnected() override { log_ += "disconnected "; }
    void on_closed() override { log_ += "closed "; }
    void on_push(std::string_view push) override { log_.append(push) += ' '; }
    reply_status on_reply(error err) override { return err ? reply_status::unexpected : reply_status::complete; }

private:
    std::string& log_;
};

}  // namespace

TEST_CASE("push_listener: is an interface that cannot be copied", "[connection]") {
    STATIC_REQUIRE(std::is_abstract_v<push_listener>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<push_listener>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<push_listener>);
}

TEST_CASE("push_listener: an owner calls and destroys an implementation through the interface", "[connection]") {
    std::string log;
    std::unique_ptr<push_listener> listener = std::make_unique<recorder>(log);

    CHECK(listener->is_awaited());
    CHECK_FALSE(listener->may_stop_reading());
    listener->on_connect_failed(error(errc::connect_failed, fate::not_sent, "refused"));
    listener->on_connected(3);
    listener->on_push("push");
    CHECK(listener->on_reply(error()) == push_listener::reply_status::complete);
    CHECK(listener->on_reply(error(errc::server_error)) == push_listener::reply_status::unexpected);
    listener->on_disconnected();
    listener->on_closed();
    listener.reset();

    CHECK(log == "refused connected 3 push disconnected closed destroyed ");
}
