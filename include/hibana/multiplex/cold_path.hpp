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
template <class Environment> class multiplexer;
}

/// The same of an asynchronous client: connecting, greeting, the turns that write and read, and all that ends a call early.
///
/// `extern template struct hibana::cold_path<my_async_client::connection_type>;`, and the same without `extern` in one file.
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
struct cold_path<connection<Environment>> {
    using carrier_type = detail::multiplexer<Environment>;
    using call_type = detail::operation<carrier_type>;

    /// Makes what carries calls. (Not marked as cold: what always leads to it would be taken for cold as well.)
    static std::shared_ptr<carrier_type> make(std::shared_ptr<Environment> environment, const multiplexed& recipe,
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
    [[gnu::cold]] static detail::arrival take(connection<Environment>& from, detail::reply_reader into, std::string_view command,
                                              error& outcome);
};

template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
auto cold_path<connection<Environment>>::make(std::shared_ptr<Environment> environment, const multiplexed& recipe,
                                              typename carrier_type::manner how) -> std::shared_ptr<carrier_type> {
    return std::make_shared<carrier_type>(std::move(environment), recipe, how);
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
void cold_path<connection<Environment>>::announce(carrier_type& carrier) {
    carrier.schedule_flush();
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
void cold_path<connection<Environment>>::park(carrier_type& carrier, call_type& call, std::uint32_t due, protocol::send_buffer bytes) {
    carrier.put_aside(call, due, std::move(bytes));
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
void cold_path<connection<Environment>>::refuse(carrier_type& carrier, call_type& call, error why) {
    carrier.turn_away(call, std::move(why));
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
void cold_path<connection<Environment>>::leave(carrier_type& carrier, call_type& call) noexcept {
    carrier.let_go(call);
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
void cold_path<connection<Environment>>::cancel(carrier_type& carrier, call_type& call, bool totally) {
    carrier.call_off(call, totally);
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
bool cold_path<connection<Environment>>::requeue_if_retryable(carrier_type& carrier, call_type& call, const error& refusal) {
    return carrier.do_requeue_if_retryable(call, refusal);
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
void cold_path<connection<Environment>>::shut_down(carrier_type& carrier) {
    carrier.end_all();
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
bool cold_path<connection<Environment>>::renew(carrier_type& carrier) {
    return carrier.renews();
}
template <class Environment>
    requires(!runs_at_once<typename Environment::execution_type>)
detail::arrival cold_path<connection<Environment>>::take(connection<Environment>& from, detail::reply_reader into,
                                                         std::string_view command, error& outcome) {
    return detail::take_for(from, into, command, outcome);
}

}  // namespace hibana
