// SPDX-License-Identifier: BSL-1.0
/// \file  How a connection is established: opened by the transport, then greeted.
#pragma once
#include <hibana/connection/flow_steps.hpp>
#include <hibana/connection/handshake.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/endpoint.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Tells an event with the name of the endpoint, which is put together only where somebody listens.
template <class Sink, class Make> [[gnu::cold]] void emit_endpoint_event(Sink& sink, const endpoint& where, Make&& make) {
    if constexpr (listens_to<Sink, decltype(make(std::string_view()))>) {
        const std::string name = where.text();
        sink.on(make(name));
    }
}

/// What is said of a connection that could not be established: no command was sent.
[[gnu::cold, gnu::noinline]] inline error not_established(error wrong, const endpoint& where) {
    wrong.with_endpoint(where.text()).with_fate(fate::not_sent);
    return wrong;
}

/// A connection that is being opened and greeted, within `until` and the connect timeout; carried by `carry`.
///
/// The connection is open and ready at the end, or closed. Where it goes before its end, because something is thrown, it closes
/// what it opened: nobody may take a connection for whole that was not greeted.
template <class Connection> class opening {
    using composition = typename Connection::composition;
    using context_type = typename Connection::context_type;

public:
    using execution_type = typename Connection::execution_type;
    static constexpr bool waits_for_credentials = policy::waits_for_credentials<typename composition::auth>;

    [[gnu::cold, gnu::noinline]] opening(Connection& connection, unsigned attempt, deadline until)
        : connection_(connection), where_(connection.context().transport.endpoint()), until_(until), attempt_(attempt) {
        auto& context = connection.context();
        const auto patience = context.settings.connect_timeout;
        if (patience != no_timeout) until_ = until.earlier(deadline::after(patience, context.execution.now()));
    }
    opening(const opening&) = delete;
    opening& operator=(const opening&) = delete;
    ~opening() {
        if (stage_ == stage::opened || stage_ == stage::greeting) connection_.close();
    }

    awaited next() {
        switch (stage_) {
        case stage::begun:
            if (context().configuration_error) return end(context().configuration_error);
            emit_endpoint_event(context().events, where_, [&](std::string_view name) { return event::connecting{name, attempt_}; });
            return awaited::stream;
        case stage::opened:
            if constexpr (waits_for_credentials) {
                return awaited::credentials;
            } else {
                who_.ask(context().auth);
                return greet(composition::parser::version);
            }
        case stage::informed: return greet(composition::parser::version);
        case stage::greeting: return hear();
        default: return awaited::nothing;
        }
    }
    /// What went wrong, once nothing is wanted any more.
    error outcome() { return std::move(wrong_); }

    auto open() { return context().transport.open(context().execution, where_, until_); }
    void opened(result<typename Connection::stream_type>&& made) {
        if (!made) return give_up(std::move(made).error());
        connection_.attach(std::move(*made));
        stage_ = stage::opened;
        until_.settle();  // opening took its time
    }
    auto ask() { return context().auth.credentials(context().execution, until_); }
    void told(result<std::optional<credentials>>&& who) {
        if (!who) return give_up(std::move(who).error());
        who_.take(*std::move(who));
        stage_ = stage::informed;
    }
    auto write() { return connection_.write(greeting_->bytes(), greeting_->size(), until_); }
    void written(result<void>&& sent) {
        // a server that closes at once may have said why
        if (!sent && sent.error().condition() != errc::connection_lost) give_up(connection_.close_with(std::move(sent).error()));
    }
    auto read() { return connection_.read(until_); }
    void received(result<std::size_t>&& some) {
        if (error wrong = connection_.on_read(std::move(some))) answered(std::move(wrong));
    }

private:
    enum class stage : unsigned char { begun, opened, informed, greeting, ended };

    context_type& context() const { return connection_.context(); }

    awaited end(error wrong) {
        stage_ = stage::ended;
        wrong_ = std::move(wrong);
        return awaited::nothing;
    }
    [[gnu::cold, gnu::noinline]] void give_up(error wrong) {
        if (stage_ != stage::begun) connection_.close();
        end(not_established(std::move(wrong), where_));
    }
    awaited greet(unsigned version) {
        stage_ = stage::greeting;
        heard_ = 0;
        greeting_.emplace(version, who_.known(), context().settings, composition::cache::needs_pushes);
        answers_ = handshake_result();
        connection_.set_protocol_version(version);
        return greeting_->size() != 0 ? awaited::room : hear();
    }
    void answered(error wrong) { answers_.note(*greeting_, heard_++, std::move(wrong), connection_.is_open()); }

    /// Takes the answers that have come. Where HELLO is not known, the server is greeted once more, in RESP2.
    awaited hear() {
        constexpr bool needs_pushes = composition::cache::needs_pushes;
        while (heard_ != greeting_->size() && connection_.is_open()) {
            error wrong;
            const auto found = connection_.try_parse_reply(discard_reply(), wrong);
            if (found == Connection::parse_result::need_more) return awaited::bytes;
            if (found == Connection::parse_result::error) wrong = connection_.close_with(std::move(wrong));
            if (wrong) answered(std::move(wrong));
            else ++heard_;
        }
        if (!answers_.are_final(needs_pushes)) return greet(2);
        if (auto greeted = answers_.verdict(composition::transport::is_encrypted, connection_.endpoint_text()); !greeted) {
            give_up(std::move(greeted).error());
            return awaited::nothing;
        }
        stage_ = stage::ended;
        emit_endpoint_event(context().events, where_, [&](std::string_view name) {
            return event::connected{name, static_cast<int>(connection_.protocol_version()), {}, {}};
        });
        return awaited::nothing;
    }

    Connection& connection_;
    const endpoint where_;
    deadline until_;
    std::optional<greeting> greeting_;
    handshake_result answers_;
    [[no_unique_address]] credentials_slot<typename composition::auth> who_;
    error wrong_;
    std::size_t heard_ = 0;
    unsigned attempt_;
    stage stage_ = stage::begun;
};

/// Opens the connection to where the transport says and shakes hands, within `until` and the connect timeout.
///
/// The connection is open and ready afterwards, or closed. Errors name the endpoint; no command was sent.
template <class Connection>
[[gnu::cold]] auto establish(Connection& connection, unsigned attempt, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    opening<Connection> flow(connection, attempt, until);
    co_return co_await carry(flow);
}
template <class Connection>
    requires runs_at_once<typename Connection::execution_type>
[[gnu::cold]] auto establish(Connection& connection, unsigned attempt, deadline until)
    -> flow_of<typename Connection::execution_type, result<void>> {
    opening<Connection> flow(connection, attempt, until);
    return carry(flow);
}

}  // namespace hibana::detail
