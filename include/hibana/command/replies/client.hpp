// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of CLIENT and HELLO.
#pragma once
#include <hibana/command/from_reply.hpp>
#include <hibana/command/reply/text.hpp>
#include <hibana/core/chrono.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct client_structs {
    using seconds = std::chrono::duration<Integer>;

    /// A line of CLIENT LIST. Fields that the server does not send keep their default.
    struct client_info {
        Integer id = 0;
        String addr{};
        String laddr{};
        Integer fd = -1;
        String name{};
        seconds age{};
        seconds idle{};
        String flags{};
        Integer db = 0;
        Integer sub = 0;     ///< subscribed channels
        Integer psub = 0;    ///< subscribed patterns
        Integer ssub = 0;    ///< subscribed shard channels
        Integer multi = -1;  ///< commands queued in MULTI; -1: no transaction
        Integer watch = 0;
        Integer qbuf = 0;
        Integer qbuf_free = 0;
        Integer argv_mem = 0;
        Integer multi_mem = 0;
        Integer rbs = 0;
        Integer rbp = 0;
        Integer obl = 0;
        Integer oll = 0;
        Integer omem = 0;
        Integer tot_mem = 0;
        String events{};
        String cmd{};
        String user{};
        Integer redir = -1;
        Integer resp = 2;
        String lib_name{};
        String lib_ver{};
        Integer io_thread = 0;
        Integer tot_net_in = 0;
        Integer tot_net_out = 0;
        Integer tot_cmds = 0;
        String capa{};
        friend bool operator==(const client_info&, const client_info&) = default;
    };

    /// Reply of CLIENT TRACKINGINFO.
    struct tracking_info {
        std::vector<String> flags{};
        Integer redirect = -1;  ///< client that receives invalidations; 0: this one, -1: tracking is off
        std::vector<String> prefixes{};
        friend bool operator==(const tracking_info&, const tracking_info&) = default;
    };

    struct module_info {
        String name{};
        Integer ver = 0;
        String path{};
        std::vector<String> args{};
        friend bool operator==(const module_info&, const module_info&) = default;
    };
    /// Reply of HELLO.
    struct hello {
        String server{};
        String version{};
        Integer proto = 0;
        Integer id = 0;
        String mode{};
        String role{};
        std::vector<module_info> modules{};
        String availability_zone{};
        friend bool operator==(const hello&, const hello&) = default;
    };
};

using module_info = client_structs<>::module_info;
using client_info = client_structs<>::client_info;
using tracking_info = client_structs<>::tracking_info;
using hello = client_structs<>::hello;

}  // namespace replies

template <>
struct members<replies::client_info> {
    static constexpr std::size_t size = 36;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("addr", it.addr);
        f("laddr", it.laddr);
        f("fd", it.fd);
        f("name", it.name);
        f("age", it.age);
        f("idle", it.idle);
        f("flags", it.flags);
        f("db", it.db);
        f("sub", it.sub);
        f("psub", it.psub);
        f("ssub", it.ssub);
        f("multi", it.multi);
        f("watch", it.watch);
        f("qbuf", it.qbuf);
        f("qbuf-free", it.qbuf_free);
        f("argv-mem", it.argv_mem);
        f("multi-mem", it.multi_mem);
        f("rbs", it.rbs);
        f("rbp", it.rbp);
        f("obl", it.obl);
        f("oll", it.oll);
        f("omem", it.omem);
        f("tot-mem", it.tot_mem);
        f("events", it.events);
        f("cmd", it.cmd);
        f("user", it.user);
        f("redir", it.redir);
        f("resp", it.resp);
        f("lib-name", it.lib_name);
        f("lib-ver", it.lib_ver);
        f("io-thread", it.io_thread);
        f("tot-net-in", it.tot_net_in);
        f("tot-net-out", it.tot_net_out);
        f("tot-cmds", it.tot_cmds);
        f("capa", it.capa);
    }
};
template <>
struct members<replies::tracking_info> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("flags", it.flags);
        f("redirect", it.redirect);
        f("prefixes", it.prefixes);
    }
};
template <>
struct members<replies::module_info> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("name", it.name);
        f("ver", it.ver);
        f("path", it.path);
        f("args", it.args);
    }
};
template <>
struct members<replies::hello> {
    static constexpr std::size_t size = 8;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("server", it.server);
        f("version", it.version);
        f("proto", it.proto);
        f("id", it.id);
        f("mode", it.mode);
        f("role", it.role);
        f("modules", it.modules);
        f("availability_zone", it.availability_zone);
    }
};
template <>
struct from_reply<replies::client_info> {
    template <class Text>
    static auto from(Text line) {
        return detail::parse_pairs<replies::client_info>(detail::consume_line(line), ' ', '=');
    }
};

}  // namespace hibana
