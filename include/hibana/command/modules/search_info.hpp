// SPDX-License-Identifier: BSL-1.0
/// \file  What Search tells of an index, and how replies become it.
#pragma once
#include <hibana/command/reply/annotated.hpp>

namespace hibana {
namespace replies {

/// The structs below. In a template they cost nothing until one is used.
template <class String = std::string, class Integer = std::int64_t, class Real = double>
struct of_search {
    /// A field of an index.
    struct index_attribute {
        String identifier;  ///< in the documents: a field of a hash, a path in JSON
        String attribute;   ///< in queries
        String type;
        std::vector<std::pair<String, String>> options;  ///< such as WEIGHT and SEPARATOR
        std::vector<String> flags;                            ///< such as SORTABLE
        friend bool operator==(const index_attribute&, const index_attribute&) = default;
    };

    /// Which documents an index is made of.
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

    /// A whole number that some servers send as a double.
    struct whole_number {
        Integer number = 0;
        constexpr operator Integer() const { return number; }
        friend bool operator==(const whole_number&, const whole_number&) = default;
    };

    /// What went wrong while documents were indexed. Without an error the texts are "N/A".
    struct index_errors {
        whole_number failures;
        String last_error;
        String last_error_key;
        String background_status;  ///< such as "OK", where the server tells it
        friend bool operator==(const index_errors&, const index_errors&) = default;
    };
    struct field_statistics {
        String identifier;
        String attribute;
        index_errors errors;
        friend bool operator==(const field_statistics&, const field_statistics&) = default;
    };

    /// What `cmd::ft::info` gives. A server that does not tell something leaves it as it is here.
    struct index_info {
        String name;
        std::vector<String> options;
        index_definition definition;
        std::vector<index_attribute> attributes;
        whole_number documents;
        whole_number max_document_id;
        whole_number terms;
        whole_number records;
        double inverted_size = 0;  ///< sizes are in MiB
        double vector_index_size = 0;
        double offset_vectors_size = 0;
        double document_table_size = 0;
        double sortable_values_size = 0;
        double key_table_size = 0;
        double tag_overhead_size = 0;
        double text_overhead_size = 0;
        double total_memory = 0;
        double geoshapes_size = 0;
        double records_per_document = 0;
        double bytes_per_record = 0;
        double offsets_per_term = 0;
        double offset_bits_per_record = 0;
        whole_number inverted_index_blocks;
        whole_number indexing_failures;
        double indexing_time = 0;  ///< in milliseconds
        bool indexing = false;
        double percent_indexed = 1;  ///< from 0 to 1
        whole_number uses;
        bool cleaning = false;
        std::vector<std::pair<String, Real>> garbage_collection;
        index_cursor_stats cursors;
        std::vector<String> stopwords;
        std::vector<std::pair<String, Integer>> dialects;  ///< how often each was used, such as "dialect_2"
        index_errors errors;
        std::vector<field_statistics> fields;
        friend bool operator==(const index_info&, const index_info&) = default;
    };
};

using index_attribute = of_search<>::index_attribute;
using index_definition = of_search<>::index_definition;
using index_cursor_stats = of_search<>::index_cursor_stats;
using whole_number = of_search<>::whole_number;
using index_errors = of_search<>::index_errors;
using field_statistics = of_search<>::field_statistics;
using index_info = of_search<>::index_info;

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
        f("indexing failures", it.failures);
        f("last indexing error", it.last_error);
        f("last indexing error key", it.last_error_key);
        f("background indexing status", it.background_status);
    }
};

template <>
struct members<replies::field_statistics> {
    static constexpr std::size_t size = 3;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("identifier", it.identifier);
        f("attribute", it.attribute);
        f("Index Errors", it.errors);
    }
};

template <>
struct members<replies::index_info> {
    static constexpr std::size_t size = 36;
    static constexpr auto form = reply_form::named;
    static constexpr void each(auto& it, auto f) {
        f("index_name", it.name);
        f("index_options", it.options);
        f("index_definition", it.definition);
        f("attributes", it.attributes);
        f("fields", it.attributes);
        f("num_docs", it.documents);
        f("max_doc_id", it.max_document_id);
        f("num_terms", it.terms);
        f("num_records", it.records);
        f("inverted_sz_mb", it.inverted_size);
        f("vector_index_sz_mb", it.vector_index_size);
        f("offset_vectors_sz_mb", it.offset_vectors_size);
        f("doc_table_size_mb", it.document_table_size);
        f("sortable_values_size_mb", it.sortable_values_size);
        f("key_table_size_mb", it.key_table_size);
        f("tag_overhead_sz_mb", it.tag_overhead_size);
        f("text_overhead_sz_mb", it.text_overhead_size);
        f("total_index_memory_sz_mb", it.total_memory);
        f("geoshapes_sz_mb", it.geoshapes_size);
        f("records_per_doc_avg", it.records_per_document);
        f("bytes_per_record_avg", it.bytes_per_record);
        f("offsets_per_term_avg", it.offsets_per_term);
        f("offset_bits_per_record_avg", it.offset_bits_per_record);
        f("total_inverted_index_blocks", it.inverted_index_blocks);
        f("hash_indexing_failures", it.indexing_failures);
        f("total_indexing_time", it.indexing_time);
        f("indexing", it.indexing);
        f("percent_indexed", it.percent_indexed);
        f("number_of_uses", it.uses);
        f("cleaning", it.cleaning);
        f("gc_stats", it.garbage_collection);
        f("cursor_stats", it.cursors);
        f("stopwords_list", it.stopwords);
        f("dialect_stats", it.dialects);
        f("Index Errors", it.errors);
        f("field statistics", it.fields);
    }
};

namespace notation {

/// A field of an index: names and values, and words that stand alone (RESP2); a map with these as its "flags" (RESP3).
struct attribute_of_index {};
/// A number without a fraction, whatever it is sent as.
struct whole {};

}  // namespace notation

namespace detail {

template <>
struct default_type<notation::attribute_of_index> : std::type_identity<replies::index_attribute> {};
template <>
inline constexpr bool is_aggregate<notation::attribute_of_index> = true;
template <>
struct default_type<notation::whole> : std::type_identity<replies::whole_number> {};
template <>
struct member_kind<replies::whole_number> : std::type_identity<notation::whole> {};
template <>
struct decoder<notation::whole> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (std::is_same_v<T, replies::whole_number>) return read_reply<notation::real>(c, object.number);
        else return read_reply<notation::real>(c, object);
    }
};
template <>
struct member_kind<replies::index_attribute> : std::type_identity<notation::attribute_of_index> {};

/// Whether a word of an attribute stands alone; all others have a value behind them.
inline bool is_attribute_flag(std::string_view word) {
    for (const std::string_view flag :
         {"SORTABLE", "UNF", "NOSTEM", "NOINDEX", "CASESENSITIVE", "WITHSUFFIXTRIE", "INDEXEMPTY", "INDEXMISSING"})
        if (word == flag) return true;
    return false;
}

/// Takes one word of an attribute and, where it has one, its value, which stands next.
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
                // RediSearch 1 has only one name, and says it first.
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
