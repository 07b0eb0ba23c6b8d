// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of searches, aggregations, hybrid queries and profiles, and their decoders.
#pragma once
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

// `String` is a template parameter so that the templates are instantiated only when used.

/// A document of a search, with the requested score, payload and sort key. `Fields` is a container of pairs, a map, or a struct with
/// `members`.
template <class Fields, class String = std::string, class Real = double>
struct basic_document {
    String id;
    std::optional<Real> score;
    std::optional<String> payload;
    std::optional<String> sortkey;
    Fields fields{};
    friend bool operator==(const basic_document&, const basic_document&) = default;
};

/// Reply of `cmd::ft::search`. `.as<basic_search_results<account>>()` decodes the fields into structs,
/// `.as<std::vector<account>>()` decodes only the fields.
template <class Fields, class String = std::string>
struct basic_search_results {
    std::int64_t total_results = 0;  ///< number of matches, on all pages
    std::vector<basic_document<Fields, String>> results;
    std::vector<String> warning;  ///< only over RESP3
    friend bool operator==(const basic_search_results&, const basic_search_results&) = default;
};

using search_results = basic_search_results<std::vector<std::pair<std::string, std::string>>>;

/// Reply of `cmd::ft::aggregate`. `Row` is a container of pairs, a map, or a struct with `members`. `.as<std::vector<Row>>()` decodes
/// only the rows.
template <class Row, class String = std::string>
struct basic_aggregation {
    std::int64_t total_results = 0;
    std::vector<Row> results;
    std::vector<String> warning;  ///< only over RESP3
    friend bool operator==(const basic_aggregation&, const basic_aggregation&) = default;
};

using aggregation = basic_aggregation<std::vector<std::pair<std::string, value>>>;

/// A page of rows and the cursor for `cmd::ft::cursor::read`; 0 after the last page.
template <class Row, class String = std::string>
struct basic_aggregation_page {
    basic_aggregation<Row, String> aggregation;
    std::int64_t cursor = 0;
    friend bool operator==(const basic_aggregation_page&, const basic_aggregation_page&) = default;
};

using aggregation_page = basic_aggregation_page<std::vector<std::pair<std::string, value>>>;

/// Reply of `cmd::ft::hybrid`.
template <class Row, class String = std::string>
struct basic_hybrid_results {
    std::int64_t total_results = 0;
    std::vector<Row> results;
    std::vector<String> warnings;
    double execution_time = 0;  ///< in milliseconds
    friend bool operator==(const basic_hybrid_results&, const basic_hybrid_results&) = default;
};

using hybrid_results = basic_hybrid_results<std::vector<std::pair<std::string, value>>>;

/// The cursors of both parts of a hybrid query.
template <class String>
struct basic_hybrid_cursors {
    std::int64_t search = 0;
    std::int64_t vsim = 0;
    std::vector<String> warnings;
    friend bool operator==(const basic_hybrid_cursors&, const basic_hybrid_cursors&) = default;
};
using hybrid_cursors = basic_hybrid_cursors<std::string>;

/// The reply of a query and its execution profile.
template <class Results, class Value = value>
struct profiled {
    Results results{};
    Value profile;
    friend bool operator==(const profiled&, const profiled&) = default;
};

}  // namespace replies

template <class Fields, class String>
struct members<replies::basic_document<Fields, String>> {
    static constexpr std::size_t size = 5;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("id", it.id);
        f("score", it.score);
        f("payload", it.payload);
        f("sortkey", it.sortkey);
        f("extra_attributes", it.fields);
    }
};

template <class Fields, class String>
struct members<replies::basic_search_results<Fields, String>> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("total_results", it.total_results);
        f("results", it.results);
        f("warning", it.warning);
    }
};

template <class Row, class String>
struct members<replies::basic_hybrid_results<Row, String>> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("total_results", it.total_results);
        f("results", it.results);
        f("warnings", it.warnings);
        f("execution_time", it.execution_time);
    }
};

template <>
struct members<replies::hybrid_cursors> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("SEARCH", it.search);
        f("VSIM", it.vsim);
        f("warnings", it.warnings);
    }
};

namespace notation {

/// Documents: a total, then the ID and the present columns of each (RESP2); a map (RESP3).
template <class Score, class Payload, class SortKey, class Content>
struct document_list {};
/// Rows of an aggregation: a total, then the rows (RESP2); a map (RESP3).
struct aggregated {};
/// Rows of an aggregation, followed by a cursor.
struct aggregated_page {};
/// A reply that is followed by a profile.
template <class Kind>
struct with_profile {};
/// A column that is present unless the option is given.
template <const auto& Option, class Kind>
struct without {};

}  // namespace notation

namespace grammar {

template <const auto& Option, class Kind, class... Given>
struct column<notation::without<Option, Kind>, Given...> {
    using type = std::conditional_t<(std::is_same_v<Given, type_of<Option>> || ...), void, Kind>;
};
template <class... Column, class... Given>
struct with_columns<notation::document_list<Column...>, Given...> {
    using type = notation::document_list<typename column<Column, Given...>::type...>;
};
template <class Kind, class... Given>
struct with_columns<notation::with_profile<Kind>, Given...> {
    using type = notation::with_profile<typename with_columns<Kind, Given...>::type>;
};

}  // namespace grammar

namespace detail {

template <class... Column>
struct default_type<notation::document_list<Column...>> : std::type_identity<replies::search_results> {};
template <>
struct default_type<notation::aggregated> : std::type_identity<replies::aggregation> {};
template <>
struct default_type<notation::aggregated_page> : std::type_identity<replies::aggregation_page> {};
template <class Kind>
struct default_type<notation::with_profile<Kind>> : std::type_identity<replies::profiled<default_type_t<Kind>>> {};

/// A container of the fields of each document, or of rows, without other columns.
template <class T>
concept list_of_fields =
    container_target<T> && (structured<typename T::value_type> || container_target<typename T::value_type>);

/// Reads a column, if it is present.
template <class Kind, class T>
status read_column(cursor& c, T& object) {
    if constexpr (std::is_void_v<Kind>) return status::done;
    else return read_reply<Kind>(c, object);
}

template <class Score, class Payload, class SortKey, class Content>
struct decoder<notation::document_list<Score, Payload, SortKey, Content>> {
    static constexpr std::size_t columns = 1 + present_columns<Score, Payload, SortKey, Content>;

    template <class Fields>
    static status read(cursor& c, replies::basic_search_results<Fields>& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        object = replies::basic_search_results<Fields>();
        if (header.is_map) return read_struct<reply_form::named>(c, object);
        const status s = read_flat(d, header.count, object);
        if (s == status::done) c.at = d.at;
        return s;
    }
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (list_of_fields<T> && !std::is_void_v<Content>) {
            replies::basic_search_results<typename T::value_type> all;
            const status s = read(c, all);
            object.clear();
            for (auto& document : all.results) object.push_back(std::move(document.fields));
            return s;
        } else {
            return unsupported<notation::document_list<Score, Payload, SortKey, Content>, T>();
        }
    }

private:
    template <class Fields>
    static status read_flat(cursor& c, std::size_t count, replies::basic_search_results<Fields>& object) {
        if (count == 0 || (count - 1) % columns != 0) return status::mismatch;
        status s = read_reply<notation::integer>(c, object.total_results);
        for (count = (count - 1) / columns; s == status::done && count != 0; --count) {
            replies::basic_document<Fields>& document = object.results.emplace_back();
            if (s = read_reply<notation::bulk>(c, document.id); s != status::done) break;
            if (s = read_column<Score>(c, document.score); s != status::done) break;
            if (s = read_column<Payload>(c, document.payload); s != status::done) break;
            if (s = read_column<SortKey>(c, document.sortkey); s != status::done) break;
            // A document that was deleted during the search has no fields.
            if constexpr (!std::is_void_v<Content>) {
                if (!protocol::read_null(c)) s = read_reply<Content>(c, document.fields);
            }
        }
        return s;
    }
};

/// Reads rows of RESP3: the fields of each are its "extra_attributes".
template <class Row>
status read_wrapped_rows(cursor& c, void* member, std::string_view) {
    auto& rows = *static_cast<std::vector<Row>*>(member);
    std::size_t count = 0;
    if (const status s = protocol::read_array_header(c, count); s != status::done) return s;
    for (; count != 0; --count) {
        const member_reader fields{"extra_attributes", &rows.emplace_back(), &read_member<Row>};
        if (const status s = read_named(c, &fields, 1); s != status::done) return s;
    }
    return status::done;
}

template <>
struct decoder<notation::aggregated> {
    template <class Row>
    static status read(cursor& c, replies::basic_aggregation<Row>& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        object = replies::basic_aggregation<Row>();
        status s = status::done;
        if (header.is_map) {
            const member_reader table[] = {{"total_results", &object.total_results, &read_member<std::int64_t>},
                                           {"results", &object.results, &read_wrapped_rows<Row>},
                                           {"warning", &object.warning, &read_member<std::vector<std::string>>}};
            d = c;
            s = read_named(d, table, std::size(table));
        } else {
            if (header.count == 0) return status::mismatch;
            s = read_reply<notation::integer>(d, object.total_results);
            if (s != status::done) return s;
            s = read_elements<notation::map<notation::bulk, notation::anything>>(d, header.count - 1, object.results);
        }
        if (s == status::done) c.at = d.at;
        return s;
    }
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (list_of_fields<T>) {
            replies::basic_aggregation<typename T::value_type> all;
            const status s = read(c, all);
            object.clear();
            for (auto& row : all.results) object.push_back(std::move(row));
            return s;
        } else {
            return unsupported<notation::aggregated, T>();
        }
    }
};

template <>
struct decoder<notation::aggregated_page> {
    template <class Row>
    static status read(cursor& c, replies::basic_aggregation_page<Row>& object) {
        cursor d = c;
        std::size_t count = 0;
        if (const status s = protocol::read_array_header(d, count); s != status::done) return s;
        if (count < 2) return status::mismatch;
        status s = read_reply<notation::aggregated>(d, object.aggregation);
        if (s == status::done) s = read_reply<notation::integer>(d, object.cursor);
        for (count -= 2; s == status::done && count != 0; --count) s = protocol::skip(d);
        if (s == status::done) c.at = d.at;
        return s;
    }
    template <class T>
    static status read(cursor&, T&) {
        return unsupported<notation::aggregated_page, T>();
    }
};

/// Reads a member whose kind does not follow from its type.
template <class Kind, class T>
status read_as(cursor& c, void* member, std::string_view) {
    return read_reply<Kind>(c, *static_cast<T*>(member));
}

template <class Kind>
struct decoder<notation::with_profile<Kind>> {
    template <class Results>
    static status read(cursor& c, replies::profiled<Results>& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        object = replies::profiled<Results>();
        status s = status::done;
        if (header.is_map) {
            const member_reader table[] = {{"Results", &object.results, &read_as<Kind, Results>},
                                           {"Profile", &object.profile, &read_member<value>},
                                           {"results", &object.results, &read_as<Kind, Results>},
                                           {"profile", &object.profile, &read_member<value>}};
            d = c;
            s = read_named(d, table, std::size(table));
        } else {
            if (header.count != 2) return status::mismatch;
            s = read_reply<Kind>(d, object.results);
            if (s == status::done) s = read_reply<notation::anything>(d, object.profile);
        }
        if (s == status::done) c.at = d.at;
        return s;
    }
    template <class T>
    static status read(cursor&, T&) {
        return unsupported<notation::with_profile<Kind>, T>();
    }
};

}  // namespace detail
}  // namespace hibana
