// SPDX-License-Identifier: BSL-1.0
/// \file  Requests to a server without a client: what is encoded goes as it is, and what comes back is decoded.
#pragma once
#include "catch.hpp"
#include "support/server.hpp"

#include <hibana/command/encode.hpp>
#include <hibana/command/reply.hpp>
#include <hibana/command/request.hpp>
#include <hibana/protocol/scan.hpp>

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
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
        typename reply_of<typename Request::reply>::holder reply = request.make_holder();
        protocol::cursor at{answer.data(), answer.data() + answer.size()};
        if (reply_of<typename Request::reply>::read(at, reply) != protocol::status::done)
            throw std::runtime_error(answer);
        answered(protocol_).insert(std::string(request.name()));
        return reply;
    }

    /// What the server answers to these bytes.
    std::string exchange(std::string_view bytes) {
        REQUIRE(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<::ssize_t>(bytes.size()));
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

/// Whether the server has the command with these options.
template <class Request>
bool exists_here(const Request&) {
    const auto& server = test::release();
    const server_version here{server.major, server.minor, server.patch};
    return (server.name == "valkey" ? Request::facts.valkey : Request::facts.redis) <= here;
}

/// Asks for replies: one that exists here is of its type, and what its facts say to be younger is refused.
class trial {
    conversation& run_;

public:
    explicit trial(conversation& run) : run_(run) {}

    template <class... Request>
    void operator()(const Request&... request) {
        (one(request), ...);
    }

private:
    template <class Request>
    void hold_keys(const Request& request);
    template <class Request>
    void one(const Request& request) {
        INFO(std::string(request.name()));
        try {
            (void)run_(request);
            CHECK(exists_here(request));
            // Inside a transaction nothing is told, and a shard channel is at its place but no key to COMMAND GETKEYS.
            if (exists_here(request) && request.name() != "MULTI" && request.name() != "SPUBLISH") hold_keys(request);
        } catch (const std::runtime_error& failure) {
            INFO(failure.what());
            CHECK_FALSE(exists_here(request));
        }
    }
};

// What the server finds for keys in the same words.
template <class Request>
void trial::hold_keys(const Request& request) {
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
    // The server says by an error that there are none.
    if (!answer.starts_with('-'))
        CHECK(detail::read_reply<notation::array<notation::bulk>>(at, theirs) == protocol::status::done);
    CHECK(ours == theirs);
}

/// The same requests over RESP2 and RESP3: the replies are of their type and equal.
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
