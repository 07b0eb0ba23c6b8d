// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of FT.SPELLCHECK and FT.SUGGET and their decoders.
#pragma once
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Real = double>
struct spelling_structs {
    /// A suggestion of `cmd::ft::sugget` with WITHSCORES or WITHPAYLOADS.
    struct suggestion {
        String text;
        std::optional<Real> score;
        std::optional<String> payload;
        friend bool operator==(const suggestion&, const suggestion&) = default;
    };

    /// A possibly misspelled term in the reply of `cmd::ft::spellcheck`.
    struct misspelled_term {
        String term;
        std::vector<std::pair<String, Real>> suggestions;  ///< with the fraction of the documents that contain it
        friend bool operator==(const misspelled_term&, const misspelled_term&) = default;
    };
};

using suggestion = spelling_structs<>::suggestion;
using misspelled_term = spelling_structs<>::misspelled_term;

}  // namespace replies

template <>
struct members<replies::suggestion> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("text", it.text);
        f("score", it.score);
        f("payload", it.payload);
    }
};

namespace notation {

/// Misspelled terms: rows (RESP2), or nested maps (RESP3).
struct spelling {};

}  // namespace notation

namespace detail {

template <>
struct default_type<notation::spelling> : std::type_identity<std::vector<replies::misspelled_term>> {};

/// Reads suggestions: rows of score and term (RESP2), or maps from term to score (RESP3).
template <class Word>
status read_suggestions(cursor& c, Word& object) {
    std::size_t count = 0;
    if (const status s = protocol::read_array_header(c, count); s != status::done) return s;
    for (; count != 0; --count) {
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(c, header); s != status::done) return s;
        if (header.count != (header.is_map ? 1 : 2)) return status::mismatch;
        auto& [word, score] = object.suggestions.emplace_back();
        if (!header.is_map) {
            if (const status s = read_reply<notation::real>(c, score); s != status::done) return s;
        }
        if (const status s = read_reply<notation::bulk>(c, word); s != status::done) return s;
        if (header.is_map) {
            if (const status s = read_reply<notation::real>(c, score); s != status::done) return s;
        }
    }
    return status::done;
}

template <>
struct decoder<notation::spelling> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, std::vector<replies::misspelled_term>>) return read_words(c, object);
        else return unsupported<notation::spelling, T>();
    }

private:
    template <class Words>
    static status read_words(cursor& c, Words& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        object.clear();
        const bool map = header.is_map;
        if (map) {
            // The outer map has one entry, "results".
            if (header.count != 1) return status::mismatch;
            std::string_view key;
            if (const status s = protocol::read_text(d, key); s != status::done) return s;
            if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        }
        for (; header.count != 0; --header.count) {
            auto& word = object.emplace_back();
            if (!map) {
                std::size_t columns = 0;
                std::string_view term;
                if (const status s = protocol::read_array_header(d, columns); s != status::done) return s;
                if (columns != 3) return status::mismatch;
                if (const status s = protocol::read_text(d, term); s != status::done) return s;
            }
            if (const status s = read_reply<notation::bulk>(d, word.term); s != status::done) return s;
            if (const status s = read_suggestions(d, word); s != status::done) return s;
        }
        c.at = d.at;
        return status::done;
    }
};

}  // namespace detail
}  // namespace hibana
