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

/// One server. Its connections refer to it; it outlives them. Thread-safe.
template <class Context> class server_node {
public:
    using context_type = Context;

    /// The server that the transport of the client names.
    [[gnu::cold]] explicit server_node(Context& context) : server_node(context, context.transport.endpoint(), data_handshake(context)) {}
    [[gnu::cold]] server_node(Context& context, hibana::endpoint endpoint, handshake_options handshake)
        : context_(&context), endpoint_(std::move(endpoint)), handshake_(std::move(handshake)) {}
    server_node(const server_node&) = delete;
    server_node& operator=(const server_node&) = delete;
    ~server_node() {
        while (latest_ != &first_) delete std::exchange(latest_, latest_->previous);
    }

    Context& context() const noexcept { return *context_; }
    const hibana::endpoint& endpoint() const noexcept { return endpoint_; }
    const handshake_options& handshake() const noexcept { return handshake_; }

    /// What the server reported in its latest handshake. The reference stays valid; a later report is another object.
    const server_identity& identity() const noexcept { return __atomic_load_n(&latest_, __ATOMIC_ACQUIRE)->identity; }
    /// Stores what the server reported, if it differs.
    [[gnu::cold, gnu::noinline]] void set_identity(server_identity identity) {
        if (identity == this->identity()) return;
        // Reports that differ are rare (a new version, a new role), so that earlier ones are kept and readers need no lock.
        report* const next = new report{std::move(identity), __atomic_load_n(&latest_, __ATOMIC_ACQUIRE)};
        while (!__atomic_compare_exchange_n(&latest_, &next->previous, next, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        }
    }

private:
    struct report {
        server_identity identity;
        report* previous;
    };

    Context* context_;
    hibana::endpoint endpoint_;
    handshake_options handshake_;
    report first_{};
    report* latest_ = &first_;
};

}  // namespace hibana
