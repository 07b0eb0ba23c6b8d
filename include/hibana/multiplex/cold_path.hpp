// SPDX-License-Identifier: BSL-1.0
/// \file  What of an asynchronous client belongs to no command, and can be compiled once for a whole program.
#pragma once
#include <hibana/call/cold_path.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/operation.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace hibana {

namespace detail {
template <class Context> class multiplexer;
}

/// The same of an asynchronous client: connecting, greeting, the turns that write and read, and all that ends a call early.
///
/// `extern template struct hibana::cold_path<my_async_client::connection_type>;`, and the same without `extern` in one file.
template <class Context>
    requires(Context::execution_type::concurrent)
struct cold_path<connection<Context>> {
    using carrier_type = detail::multiplexer<Context>;
    using call_type = detail::operation<carrier_type>;

    /// Makes what carries calls. (Not marked as cold: what always leads to it would be taken for cold as well.)
    static std::shared_ptr<carrier_type> make(std::shared_ptr<Context> context, const multiplexed& recipe,
                                              typename carrier_type::manner how);
    /// Something waits to be sent: a turn is taken soon.
    [[gnu::cold]] static void announce(carrier_type& carrier);
    /// A call that there is no room for in the line waits outside of it.
    [[gnu::cold]] static void park(carrier_type& carrier, call_type& call, std::uint32_t due, protocol::send_buffer bytes);
    [[gnu::cold]] static void refuse(carrier_type& carrier, call_type& call, error why);
    [[gnu::cold]] static void leave(carrier_type& carrier, call_type& call) noexcept;
    [[gnu::cold]] static void cancel(carrier_type& carrier, call_type& call, bool totally);
    [[gnu::cold]] static bool requeue_if_retryable(carrier_type& carrier, call_type& call, const error& refusal);
    static void shut_down(carrier_type& carrier);
    /// A connection that who had it has changed is closed, where nobody uses it any more; says whether.
    [[gnu::cold]] static bool renew(carrier_type& carrier);
    /// Takes a reply that is not plain, or has not wholly arrived.
    [[gnu::cold]] static detail::parse_result parse_reply(connection<Context>& from, detail::reply_reader into, std::string_view command,
                                              error& outcome);
};

template <class Context>
    requires(Context::execution_type::concurrent)
auto cold_path<connection<Context>>::make(std::shared_ptr<Context> context, const multiplexed& recipe,
                                              typename carrier_type::manner how) -> std::shared_ptr<carrier_type> {
    return std::make_shared<carrier_type>(std::move(context), recipe, how);
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::announce(carrier_type& carrier) {
    carrier.schedule_flush();
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::park(carrier_type& carrier, call_type& call, std::uint32_t due, protocol::send_buffer bytes) {
    carrier.put_aside(call, due, std::move(bytes));
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::refuse(carrier_type& carrier, call_type& call, error why) {
    carrier.turn_away(call, std::move(why));
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::leave(carrier_type& carrier, call_type& call) noexcept {
    carrier.let_go(call);
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::cancel(carrier_type& carrier, call_type& call, bool totally) {
    carrier.call_off(call, totally);
}
template <class Context>
    requires(Context::execution_type::concurrent)
bool cold_path<connection<Context>>::requeue_if_retryable(carrier_type& carrier, call_type& call, const error& refusal) {
    return carrier.do_requeue_if_retryable(call, refusal);
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::shut_down(carrier_type& carrier) {
    carrier.end_all();
}
template <class Context>
    requires(Context::execution_type::concurrent)
bool cold_path<connection<Context>>::renew(carrier_type& carrier) {
    return carrier.renews();
}
template <class Context>
    requires(Context::execution_type::concurrent)
detail::parse_result cold_path<connection<Context>>::parse_reply(connection<Context>& from, detail::reply_reader into,
                                                         std::string_view command, error& outcome) {
    return detail::parse_reply_for(from, into, command, outcome);
}

}  // namespace hibana
