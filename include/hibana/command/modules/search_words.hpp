// SPDX-License-Identifier: BSL-1.0
/// \file  What Search tells of misspelled words and of suggestions, and how replies become it.
#pragma once
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

/// The structs below. In a template they cost nothing until one is used.
template <class String = std::string, class Real = double>
struct spelling_structs {
    /// A completion: what `cmd::ft::sugget` gives where scores or payloads were asked for.
    struct suggestion {
        String text;
        std::optional<Real> score;
        std::optional<String> payload;
        friend bool operator==(const suggestion&, const suggestion&) = default;
    };

    /// A word that may be misspelled, and words that may be meant: what `cmd::ft::spellcheck` gives for each.
    struct misspelled {
        String term;
        std::vector<std::pair<String, Real>> suggestions;  ///< with the part of the documents that have it
        friend bool operator==(const misspelled&, const misspelled&) = default;
    };
};

using suggestion = spelling_structs<>::suggestion;
using misspelled = spelling_structs<>::misspelled;

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

/// Misspelled words: rows (RESP2), or a map inside of a map (RESP3).
struct spelling {};

}  // namespace notation

namespace detail {

template <>
struct default_type<notation::spelling> : std::type_identity<std::vector<replies::misspelled>> {};

/// Reads suggestions: rows of score and word (RESP2), or maps from word to score (RESP3).
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
        if constexpr (std::is_same_v<T, std::vector<replies::misspelled>>) return read_words(c, object);
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
            // "results" is all there is.
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
