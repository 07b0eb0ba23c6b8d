// SPDX-License-Identifier: BSL-1.0
/// \file  One server of a client: its endpoint, the options of its handshake, and what it has reported.
#pragma once
#include <hibana/connection/handshake_options.hpp>
#include <hibana/connection/server_identity.hpp>
#include <hibana/transport/endpoint.hpp>

#include <utility>

namespace hibana {

/// The options of the handshake with a data node, from the settings of the client.
template <class Context> [[gnu::cold]] handshake_options data_handshake(const Context& context) {
    const auto& settings = context.settings;
    return {.database = settings.database,
            .client_name = settings.client_name,
            .library_name = settings.library_name,
            .library_version = settings.library_version,
            .tracking = Context::composition::cache::needs_pushes};
}

namespace detail {

/// The reports of a server, the latest first. Reports that differ are rare (a new version, a new role), so that earlier ones are kept and
/// readers need no lock.
class server_reports {
public:
    server_reports() = default;
    server_reports(const server_reports&) = delete;
    server_reports& operator=(const server_reports&) = delete;
    [[gnu::cold, gnu::noinline]] ~server_reports() {
        while (latest_ != &first_) delete std::exchange(latest_, latest_->previous);
    }

    /// The latest report, or an empty one.
    const server_identity& latest() const noexcept { return __atomic_load_n(&latest_, __ATOMIC_ACQUIRE)->identity; }
    /// Stores a report, if it differs from the latest one.
    [[gnu::cold, gnu::noinline]] void add(server_identity identity) {
        if (identity == latest()) return;
        report* const next = new report{std::move(identity), __atomic_load_n(&latest_, __ATOMIC_ACQUIRE)};
        while (!__atomic_compare_exchange_n(&latest_, &next->previous, next, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        }
    }

private:
    struct report {
        server_identity identity;
        report* previous;
    };

    report first_{};
    report* latest_ = &first_;
};

}  // namespace detail

/// One server. Its connections refer to it; it outlives them. Thread-safe.
template <class Context> class server_node {
public:
    using context_type = Context;

    /// The server that the transport of the client names.
    [[gnu::cold]] explicit server_node(Context& context) : server_node(context, context.transport.endpoint(), data_handshake(context)) {}
    [[gnu::cold]] server_node(Context& context, hibana::endpoint endpoint, const handshake_options& handshake)
        : context_(&context), endpoint_(std::move(endpoint)), handshake_(handshake) {}
    server_node(const server_node&) = delete;
    server_node& operator=(const server_node&) = delete;

    Context& context() const noexcept { return *context_; }
    const hibana::endpoint& endpoint() const noexcept { return endpoint_; }
    const handshake_options& handshake() const noexcept { return handshake_; }

    /// What the server reported in its latest handshake. The reference stays valid; a later report is another object.
    const server_identity& identity() const noexcept { return reports_.latest(); }
    /// Stores what the server reported, if it differs.
    void set_identity(server_identity identity) { reports_.add(std::move(identity)); }

private:
    Context* context_;
    hibana::endpoint endpoint_;
    handshake_options handshake_;
    detail::server_reports reports_;
};

}  // namespace hibana
