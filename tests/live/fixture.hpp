// SPDX-License-Identifier: BSL-1.0
/// \file  Every reply is asked for over RESP2 and over RESP3, and the two are compared.
#pragma once
#include "catch.hpp"
#include "live/leak_check.hpp"
#include "support/server.hpp"
#include "testing/called_commands.hpp"

#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/reply/reply.hpp>
#include <hibana/command/request.hpp>
#include <hibana/protocol/scan.hpp>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace live {

using namespace hibana;

/// The commands that this process has had answered as the type that they declare, by name and protocol.
inline std::set<std::string>& answered(int protocol) {
    static std::set<std::string> names[2];
    return names[protocol - 2];
}

/// One connection. An error of the server, and a reply of another type, are thrown as text.
class conversation {
    int socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    std::string received_;
    int protocol_;

public:
    /// Speaks RESP`protocol`.
    conversation(const test::server& server, int protocol) : protocol_(protocol) {
        ::sockaddr_un address{};
        address.sun_family = AF_UNIX;
        server.socket_path().copy(address.sun_path, sizeof address.sun_path - 1);
        REQUIRE(::connect(socket_, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0);
        exchange(protocol == 3 ? "HELLO 3\r\n" : "HELLO 2\r\n");
    }
    conversation(const conversation&) = delete;
    conversation& operator=(const conversation&) = delete;
    ~conversation() { ::close(socket_); }
    [[nodiscard]] int protocol() const { return protocol_; }

    template <class Request>
    reply_type<Request> operator()(const Request& request) {
        protocol::send_buffer bytes;
        encode(request, bytes);
        const std::string answer = exchange(bytes.view());
        typename reply_of<typename Request::reply>::storage reply = request.make_storage();
        protocol::cursor at{answer.data(), answer.data() + answer.size()};
        if (reply_of<typename Request::reply>::read(at, reply) != protocol::status::done)
            throw std::runtime_error(answer);
        answered(protocol_).insert(std::string(request.name()));
        return reply;
    }

    /// Sends the bytes and does not wait.
    void say(std::string_view bytes) {
        REQUIRE(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<::ssize_t>(bytes.size()));
    }
    /// The reply of the server to these bytes.
    std::string exchange(std::string_view bytes) {
        say(bytes);
        for (;;) {
            protocol::scanner scanner;
            protocol::cursor at{received_.data(), received_.data() + received_.size()};
            if (scanner.scan(at) == protocol::status::done) {
                std::string answer = received_.substr(0, static_cast<std::size_t>(at.at - received_.data()));
                received_.erase(0, answer.size());
                return answer;
            }
            char some[4096];
            const ::ssize_t size = ::recv(socket_, some, sizeof some, 0);
            REQUIRE(size > 0);
            received_.append(some, static_cast<std::size_t>(size));
        }
    }
};

/// How the replies of a command have been compared in this process.
inline std::map<std::string, test::compared>& comparisons() {
    static std::map<std::string, test::compared> made;
    return made;
}

/// Whether the server has the command with these options.
template <class Request>
bool exists_here(const Request&) {
    const auto& server = test::release();
    const server_version here{server.major, server.minor, server.patch};
    return (server.name == "valkey" ? Request::info.valkey : Request::info.redis) <= here;
}

/// The replies of a first pass in order, which a second pass is compared with.
class ledger {
    struct note {
        std::string command;
        explicit note(std::string_view name) : command(name) {}
        virtual ~note() = default;
    };
    template <class Reply>
    struct note_of : note {
        Reply reply;
        note_of(std::string_view name, Reply of) : note(name), reply(std::move(of)) {}
    };
    std::deque<std::unique_ptr<note>> notes_;

public:
    [[nodiscard]] bool is_empty() const { return notes_.empty(); }
    template <class Reply>
    void put(std::string_view name, Reply reply) {
        notes_.push_back(std::make_unique<note_of<Reply>>(name, std::move(reply)));
    }
    template <class Reply>
    Reply take(std::string_view name) {
        INFO(name);
        REQUIRE_FALSE(notes_.empty());
        const auto next = std::move(notes_.front());
        notes_.pop_front();
        REQUIRE(next->command == name);
        return std::move(dynamic_cast<note_of<Reply>&>(*next).reply);
    }
};

/// Calls commands: an existing command has a reply of its type, and a command of a later version is refused.
///
/// A family is called over RESP2, and then over RESP3 on another server in the same state. In the second pass repeatable commands are
/// called over both protocols, and the replies of the others are compared with those of the first pass.
class trial {
    const test::server& server_;
    conversation& run_;
    conversation* beside_;
    ledger& notes_;

public:
    /// The first pass has no server `beside` it.
    trial(const test::server& server, conversation& run, conversation* beside, ledger& notes)
        : server_(server), run_(run), beside_(beside), notes_(notes) {}

    /// For calls that prepare or inspect and are not tested.
    [[nodiscard]] conversation& run() const { return run_; }
    [[nodiscard]] int protocol() const { return run_.protocol(); }
    [[nodiscard]] const test::server& server() const { return server_; }

    template <class... Request>
    void operator()(const Request&... request) {
        (one(request), ...);
    }
    /// The same, with the reply.
    template <class Request>
    reply_type<Request> reply(const Request& request) {
        reply_type<Request> reply = run_(request);
        if (!exists_here(request)) FAIL_CHECK(request.name() << " is there, and is declared to be younger");
        compare(request, reply);
        if (has_keys_to_hold(request.name())) compare_keys(request);
        return reply;
    }

private:
    template <class Request>
    void one(const Request& request) {
        try {
            (void)reply(request);
        } catch (const std::runtime_error& failure) {
            if (exists_here(request)) FAIL_CHECK(request.name() << " is not answered as it is declared: " << failure.what());
        }
    }
    template <class Request>
    void compare(const Request& request, const reply_type<Request>& reply);
    template <class Request>
    std::string answers(const Request& request) {
        const std::string bytes(std::string_view(encoded(request)));
        return ":\n" + beside_->exchange(bytes) + '\n' + run_.exchange(bytes);
    }
    // Inside a transaction and after these there is no information; a shard channel is at its place but no key to COMMAND GETKEYS, and to
    // RediSearch 1 the name of an index is a key.
    static bool has_keys_to_hold(std::string_view name) {
        for (const std::string_view none : {"MULTI", "SPUBLISH", "MONITOR", "QUIT"})
            if (name == none) return false;
        return !name.starts_with("FT.") || name.starts_with("FT.SUG");
    }
    template <class Request>
    void compare_keys(const Request& request);
};

template <class Request>
void trial::compare(const Request& request, const reply_type<Request>& reply) {
    const std::string name(request.name());
    const test::compared how = test::comparison_kind(name);
    const bool again = Request::info.idempotent && !Request::info.stateful;
    if (!beside_) {
        if (!again) notes_.put(name, reply);
        return;
    }
    comparisons()[name] = how;
    if (how == test::compared::none) {
        if (!again) (void)notes_.take<reply_type<Request>>(name);
        return;
    }
    const auto are_same = [&](reply_type<Request> one, reply_type<Request> other) {
        if (how == test::compared::partial) {
            erase_varying_parts(name, one);
            erase_varying_parts(name, other);
        }
        return one == other;
    };
    bool same;
    if (again) {
        same = are_same(reply, (*beside_)(request));
        // some replies depend on the time; two calls within one unit of it are equal, so that a few tries suffice
        const bool moves = how != test::compared::equal;
        for (int tries = moves ? 200 : 0; !same && tries != 0; --tries) same = are_same(run_(request), (*beside_)(request));
    } else {
        same = are_same(notes_.take<reply_type<Request>>(name), reply);
    }
    if (!same) FAIL_CHECK(name << " is answered with something else over the other protocol" << (again ? answers(request) : std::string()));
}

// Compares the keys that the server finds in the same request.
template <class Request>
void trial::compare_keys(const Request& request) {
    std::vector<std::string> ours;
    request.keys([&ours](std::string_view key) { ours.emplace_back(key); });
    // As a command, its words are arguments of COMMAND GETKEYS.
    const std::string words(std::string_view(encoded(request)));
    const std::size_t head = words.find("\r\n") + 2;
    const std::string asked = '*' + std::to_string(std::stoi(words.substr(1)) + 2)
                              + "\r\n$7\r\nCOMMAND\r\n$7\r\nGETKEYS\r\n" + words.substr(head);
    const std::string answer = run_.exchange(asked);
    std::vector<std::string> theirs;
    protocol::cursor at{answer.data(), answer.data() + answer.size()};
    // The server reports by an error that there are none.
    if (!answer.starts_with('-'))
        CHECK(detail::read_reply<notation::array<notation::bulk>>(at, theirs) == protocol::status::done);
    INFO(request.name());
    CHECK(ours == theirs);
}

/// Two servers that are alike, and the conversations with them: the first over RESP2, the second over both protocols.
class two_passes {
    test::server first_, second_;
    conversation first_over_2_, over_2_, over_3_;
    ledger notes_;

public:
    explicit two_passes(const test::server_options& options = {})
        : first_(options), second_(options), first_over_2_(first_, 2), over_2_(second_, 2), over_3_(second_, 3) {}

    /// Runs a family, a function of a trial: over RESP2 on the first server and over RESP3 on the second.
    template <class Family>
    void operator()(Family family) {
        trial over_2(first_, first_over_2_, nullptr, notes_);
        family(over_2);
        trial over_3(second_, over_3_, &over_2_, notes_);
        family(over_3);
        CHECK(notes_.is_empty());
    }

    // The second server, as the families have left it.
    [[nodiscard]] const test::server& server() const { return second_; }
    [[nodiscard]] conversation& two() { return over_2_; }
    [[nodiscard]] conversation& three() { return over_3_; }
};

/// The same requests over RESP2 and RESP3 on one server: the replies are of their type and equal.
class both {
    conversation& two_;
    conversation& three_;

public:
    both(conversation& two, conversation& three) : two_(two), three_(three) {}

    template <class... Request>
    void operator()(const Request&... request) {
        (one(request), ...);
    }

private:
    template <class Request>
    void one(const Request& request) {
        INFO(std::string(request.name()));
        if (!exists_here(request)) return;
        try {
            CHECK((two_(request) == three_(request)));
        } catch (const std::runtime_error& failure) {
            INFO(failure.what());
            FAIL_CHECK("answered with another type");
        }
    }
};

}  // namespace live
