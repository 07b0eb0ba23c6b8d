// SPDX-License-Identifier: BSL-1.0
/// \file  Reply of FT.INFO and its decoders.
#pragma once
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t, class Real = double>
struct search_info_structs {
    /// An attribute of an index.
    struct index_attribute {
        String identifier;  ///< name in the documents: a hash field or a JSON path
        String attribute;   ///< name in queries
        String type;
        std::vector<std::pair<String, String>> options;  ///< such as WEIGHT and SEPARATOR
        std::vector<String> flags;                       ///< such as SORTABLE
        friend bool operator==(const index_attribute&, const index_attribute&) = default;
    };

    /// The documents that an index covers.
    struct index_definition {
        String key_type;  ///< "HASH" or "JSON"
        std::vector<String> prefixes;
        String filter;
        String default_language;
        double default_score = 1;
        String language_field;
        String score_field;
        String payload_field;
        friend bool operator==(const index_definition&, const index_definition&) = default;
    };

    struct index_cursor_stats {
        Integer global_idle = 0;
        Integer global_total = 0;
        Integer index_capacity = 0;
        Integer index_total = 0;
        friend bool operator==(const index_cursor_stats&, const index_cursor_stats&) = default;
    };

    /// An integer that some servers send as a double.
    struct integral_number {
        Integer number = 0;
        constexpr operator Integer() const { return number; }
        friend bool operator==(const integral_number&, const integral_number&) = default;
    };

    /// Indexing errors. Without an error the strings are "N/A".
    struct index_errors {
        integral_number indexing_failures;
        String last_indexing_error;
        String last_indexing_error_key;
        String background_indexing_status;  ///< such as "OK"; empty if the server does not send it
        friend bool operator==(const index_errors&, const index_errors&) = default;
    };
    struct field_statistics {
        String identifier;
        String attribute;
        search_info_structs::index_errors index_errors;
        friend bool operator==(const field_statistics&, const field_statistics&) = default;
    };

    /// Reply of `cmd::ft::info`. Fields that the server does not send keep their default.
    struct index_info {
        String index_name;
        std::vector<String> index_options;
        search_info_structs::index_definition index_definition;
        std::vector<index_attribute> attributes;
        integral_number num_docs;
        integral_number max_doc_id;
        integral_number num_terms;
        integral_number num_records;
        double inverted_sz_mb = 0;  ///< sizes are in MiB
        double vector_index_sz_mb = 0;
        double offset_vectors_sz_mb = 0;
        double doc_table_size_mb = 0;
        double sortable_values_size_mb = 0;
        double key_table_size_mb = 0;
        double tag_overhead_sz_mb = 0;
        double text_overhead_sz_mb = 0;
        double total_index_memory_sz_mb = 0;
        double geoshapes_sz_mb = 0;
        double records_per_doc_avg = 0;
        double bytes_per_record_avg = 0;
        double offsets_per_term_avg = 0;
        double offset_bits_per_record_avg = 0;
        integral_number total_inverted_index_blocks;
        integral_number hash_indexing_failures;
        double total_indexing_time = 0;  ///< in milliseconds
        bool indexing = false;
        double percent_indexed = 1;  ///< 0 to 1
        integral_number number_of_uses;
        bool cleaning = false;
        std::vector<std::pair<String, Real>> gc_stats;
        index_cursor_stats cursor_stats;
        std::vector<String> stopwords_list;
        std::vector<std::pair<String, Integer>> dialect_stats;  ///< number of uses of each, such as "dialect_2"
        search_info_structs::index_errors index_errors;
        std::vector<search_info_structs::field_statistics> field_statistics;
        friend bool operator==(const index_info&, const index_info&) = default;
    };
};

using index_attribute = search_info_structs<>::index_attribute;
using index_definition = search_info_structs<>::index_definition;
using index_cursor_stats = search_info_structs<>::index_cursor_stats;
using integral_number = search_info_structs<>::integral_number;
using index_errors = search_info_structs<>::index_errors;
using field_statistics = search_info_structs<>::field_statistics;
using index_info = search_info_structs<>::index_info;

}  // namespace replies

template <>
struct members<replies::index_definition> {
    static constexpr std::size_t size = 8;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("key_type", it.key_type);
        f("prefixes", it.prefixes);
        f("filter", it.filter);
        f("default_language", it.default_language);
        f("default_score", it.default_score);
        f("language_field", it.language_field);
        f("score_field", it.score_field);
        f("payload_field", it.payload_field);
    }
};

template <>
struct members<replies::index_cursor_stats> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("global_idle", it.global_idle);
        f("global_total", it.global_total);
        f("index_capacity", it.index_capacity);
        f("index_total", it.index_total);
    }
};

template <>
struct members<replies::index_errors> {
    static constexpr std::size_t size = 4;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("indexing failures", it.indexing_failures);
        f("last indexing error", it.last_indexing_error);
        f("last indexing error key", it.last_indexing_error_key);
        f("background indexing status", it.background_indexing_status);
    }
};

template <>
struct members<replies::field_statistics> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("identifier", it.identifier);
        f("attribute", it.attribute);
        f("Index Errors", it.index_errors);
    }
};

template <>
struct members<replies::index_info> {
    static constexpr std::size_t size = 36;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("index_name", it.index_name);
        f("index_options", it.index_options);
        f("index_definition", it.index_definition);
        f("attributes", it.attributes);
        f("fields", it.attributes);
        f("num_docs", it.num_docs);
        f("max_doc_id", it.max_doc_id);
        f("num_terms", it.num_terms);
        f("num_records", it.num_records);
        f("inverted_sz_mb", it.inverted_sz_mb);
        f("vector_index_sz_mb", it.vector_index_sz_mb);
        f("offset_vectors_sz_mb", it.offset_vectors_sz_mb);
        f("doc_table_size_mb", it.doc_table_size_mb);
        f("sortable_values_size_mb", it.sortable_values_size_mb);
        f("key_table_size_mb", it.key_table_size_mb);
        f("tag_overhead_sz_mb", it.tag_overhead_sz_mb);
        f("text_overhead_sz_mb", it.text_overhead_sz_mb);
        f("total_index_memory_sz_mb", it.total_index_memory_sz_mb);
        f("geoshapes_sz_mb", it.geoshapes_sz_mb);
        f("records_per_doc_avg", it.records_per_doc_avg);
        f("bytes_per_record_avg", it.bytes_per_record_avg);
        f("offsets_per_term_avg", it.offsets_per_term_avg);
        f("offset_bits_per_record_avg", it.offset_bits_per_record_avg);
        f("total_inverted_index_blocks", it.total_inverted_index_blocks);
        f("hash_indexing_failures", it.hash_indexing_failures);
        f("total_indexing_time", it.total_indexing_time);
        f("indexing", it.indexing);
        f("percent_indexed", it.percent_indexed);
        f("number_of_uses", it.number_of_uses);
        f("cleaning", it.cleaning);
        f("gc_stats", it.gc_stats);
        f("cursor_stats", it.cursor_stats);
        f("stopwords_list", it.stopwords_list);
        f("dialect_stats", it.dialect_stats);
        f("Index Errors", it.index_errors);
        f("field statistics", it.field_statistics);
    }
};

namespace notation {

/// An attribute of an index: name-value pairs and flags in one array (RESP2), or a map with an array "flags" (RESP3).
struct attribute_of_index {};
/// An integer that may be sent as a double.
struct integral {};

}  // namespace notation

namespace detail {

template <>
struct default_type<notation::attribute_of_index> : std::type_identity<replies::index_attribute> {};
template <>
inline constexpr bool is_aggregate<notation::attribute_of_index> = true;
template <>
struct default_type<notation::integral> : std::type_identity<replies::integral_number> {};
template <>
struct member_kind<replies::integral_number> : std::type_identity<notation::integral> {};
template <>
struct decoder<notation::integral> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, replies::integral_number>) return read_reply<notation::real>(c, object.number);
        else return read_reply<notation::real>(c, object);
    }
};
template <>
struct member_kind<replies::index_attribute> : std::type_identity<notation::attribute_of_index> {};

/// Returns whether a word of an attribute is a flag. All others are followed by a value.
inline bool is_attribute_flag(std::string_view word) {
    for (const std::string_view flag :
         {"SORTABLE", "UNF", "NOSTEM", "NOINDEX", "CASESENSITIVE", "WITHSUFFIXTRIE", "INDEXEMPTY", "INDEXMISSING"})
        if (word == flag) return true;
    return false;
}

/// Reads the value of `word`, if it has one. `left` is the number of unread elements.
template <class Attribute>
status read_attribute_word(cursor& c, std::string_view word, std::size_t& left, Attribute& object) {
    if (is_attribute_flag(word)) {
        object.flags.emplace_back(word);
        return status::done;
    }
    if (left == 0) return status::mismatch;
    --left;
    if (word == "flags") return read_reply<notation::array<notation::bulk>>(c, object.flags);
    // A value may be a number.
    std::string_view text;
    char digits[32];
    cursor d = c;
    status s = protocol::read_text(d, text);
    if (s == status::mismatch) {
        std::int64_t number = 0;
        double fraction = 0;
        d = c;
        char* end = digits;
        if (s = protocol::read_integer(d, number); s == status::done) {
            end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        } else if (s == status::mismatch) {
            d = c;
            s = protocol::read_real(d, fraction);
            if (s == status::done) end = std::to_chars(digits, digits + sizeof digits, fraction).ptr;
        }
        text = std::string_view(digits, static_cast<std::size_t>(end - digits));
    }
    if (s != status::done) return s;
    c.at = d.at;
    if (word == "identifier") object.identifier = text;
    else if (word == "attribute") object.attribute = text;
    else if (word == "type") object.type = text;
    else object.options.emplace_back(word, text);
    return status::done;
}

template <>
struct decoder<notation::attribute_of_index> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, replies::index_attribute>) return read_attribute(c, object);
        else return decoder<notation::array<notation::anything>>::read(c, object);
    }

private:
    template <class Attribute>
    static status read_attribute(cursor& c, Attribute& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        object = Attribute();
        std::size_t left = header.is_map ? 2 * header.count : header.count;
        for (bool first = true; left != 0; first = false) {
            std::string_view word;
            if (const status s = protocol::read_text(d, word); s != status::done) return s;
            --left;
            if (first && word != "identifier") {
                // RediSearch 1 sends only one name, as the first element.
                object.identifier = object.attribute = word;
                continue;
            }
            if (const status s = read_attribute_word(d, word, left, object); s != status::done) return s;
        }
        c.at = d.at;
        return status::done;
    }
};

}  // namespace detail
}  // namespace hibana
