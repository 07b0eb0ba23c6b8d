// SPDX-License-Identifier: BSL-1.0
/// \file  What Search tells of an index, of misspelled words and of suggestions, and how replies become it.
#pragma once
#include <hibana/command/reply_structure.hpp>

namespace hibana {

/// A completion: what `cmd::ft::sugget` gives where scores or payloads were asked for.
struct suggestion {
    std::string text;
    std::optional<double> score;
    std::optional<std::string> payload;
    friend bool operator==(const suggestion&, const suggestion&) = default;
};
template <>
struct fields<suggestion> {
    template <class Visit>
    static void each(suggestion& of, Visit& visit) {
        visit("text", of.text);
        visit("score", of.score);
        visit("payload", of.payload);
    }
};

/// A word that may be misspelled, and words that may be meant: what `cmd::ft::spellcheck` gives for each.
struct misspelled {
    std::string term;
    std::vector<std::pair<std::string, double>> suggestions;  ///< with the part of the documents that have it
    friend bool operator==(const misspelled&, const misspelled&) = default;
};

/// A field of an index.
struct index_attribute {
    std::string identifier;  ///< in the documents: a field of a hash, a path in JSON
    std::string attribute;   ///< in queries
    std::string type;
    std::vector<std::pair<std::string, std::string>> options;  ///< such as WEIGHT and SEPARATOR
    std::vector<std::string> flags;                            ///< such as SORTABLE
    friend bool operator==(const index_attribute&, const index_attribute&) = default;
};

/// Which documents an index is made of.
struct index_definition {
    std::string key_type;  ///< "HASH" or "JSON"
    std::vector<std::string> prefixes;
    std::string filter;
    std::string default_language;
    double default_score = 1;
    std::string language_field;
    std::string score_field;
    std::string payload_field;
    friend bool operator==(const index_definition&, const index_definition&) = default;
};
template <>
struct fields<index_definition> {
    template <class Visit>
    static void each(index_definition& of, Visit& visit) {
        visit("key_type", of.key_type);
        visit("prefixes", of.prefixes);
        visit("filter", of.filter);
        visit("default_language", of.default_language);
        visit("default_score", of.default_score);
        visit("language_field", of.language_field);
        visit("score_field", of.score_field);
        visit("payload_field", of.payload_field);
    }
};

struct index_cursor_stats {
    std::int64_t global_idle = 0;
    std::int64_t global_total = 0;
    std::int64_t index_capacity = 0;
    std::int64_t index_total = 0;
    friend bool operator==(const index_cursor_stats&, const index_cursor_stats&) = default;
};
template <>
struct fields<index_cursor_stats> {
    template <class Visit>
    static void each(index_cursor_stats& of, Visit& visit) {
        visit("global_idle", of.global_idle);
        visit("global_total", of.global_total);
        visit("index_capacity", of.index_capacity);
        visit("index_total", of.index_total);
    }
};

namespace notation {

/// A field of an index: names and values, and words that stand alone (RESP2); a map with these as its "flags" (RESP3).
struct attribute_of_index {};
/// Misspelled words: rows (RESP2), or a map inside of a map (RESP3).
struct spelling {};

}  // namespace notation

/// What `cmd::ft::info` gives. A server that does not tell something leaves it as it is here.
struct index_info {
    std::string name;
    std::vector<std::string> options;
    index_definition definition;
    std::vector<index_attribute> attributes;
    std::int64_t documents = 0;
    std::int64_t max_document_id = 0;
    std::int64_t terms = 0;
    std::int64_t records = 0;
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
    std::int64_t inverted_index_blocks = 0;
    std::int64_t indexing_failures = 0;
    double indexing_time = 0;  ///< in milliseconds
    bool indexing = false;
    double percent_indexed = 1;  ///< from 0 to 1
    std::int64_t uses = 0;
    bool cleaning = false;
    std::vector<std::pair<std::string, double>> garbage_collection;
    index_cursor_stats cursors;
    std::vector<std::string> stopwords;
    friend bool operator==(const index_info&, const index_info&) = default;
};
template <>
struct fields<index_info> {
    template <class Visit>
    static void each(index_info& of, Visit& visit) {
        using namespace notation;
        visit("index_name", of.name);
        visit("index_options", of.options);
        visit("index_definition", of.definition, structure<index_definition>());
        visit("attributes", of.attributes, array<attribute_of_index>());
        visit("fields", of.attributes, array<attribute_of_index>());
        visit("num_docs", of.documents, real());
        visit("max_doc_id", of.max_document_id, real());
        visit("num_terms", of.terms, real());
        visit("num_records", of.records, real());
        visit("inverted_sz_mb", of.inverted_size);
        visit("vector_index_sz_mb", of.vector_index_size);
        visit("offset_vectors_sz_mb", of.offset_vectors_size);
        visit("doc_table_size_mb", of.document_table_size);
        visit("sortable_values_size_mb", of.sortable_values_size);
        visit("key_table_size_mb", of.key_table_size);
        visit("tag_overhead_sz_mb", of.tag_overhead_size);
        visit("text_overhead_sz_mb", of.text_overhead_size);
        visit("total_index_memory_sz_mb", of.total_memory);
        visit("geoshapes_sz_mb", of.geoshapes_size);
        visit("records_per_doc_avg", of.records_per_document);
        visit("bytes_per_record_avg", of.bytes_per_record);
        visit("offsets_per_term_avg", of.offsets_per_term);
        visit("offset_bits_per_record_avg", of.offset_bits_per_record);
        visit("total_inverted_index_blocks", of.inverted_index_blocks, real());
        visit("hash_indexing_failures", of.indexing_failures, real());
        visit("total_indexing_time", of.indexing_time);
        visit("indexing", of.indexing);
        visit("percent_indexed", of.percent_indexed);
        visit("number_of_uses", of.uses, real());
        visit("cleaning", of.cleaning);
        visit("gc_stats", of.garbage_collection, map<bulk, real>());
        visit("cursor_stats", of.cursors, structure<index_cursor_stats>());
        visit("stopwords_list", of.stopwords);
    }
};

namespace detail {

template <>
struct natural<notation::attribute_of_index> : std::type_identity<index_attribute> {};
template <>
inline constexpr bool is_bracketed<notation::attribute_of_index> = true;
template <>
struct natural<notation::spelling> : std::type_identity<std::vector<misspelled>> {};

/// Whether a word of an attribute stands alone; all others have a value behind them.
inline bool is_attribute_flag(std::string_view word) {
    for (const std::string_view flag :
         {"SORTABLE", "UNF", "NOSTEM", "NOINDEX", "CASESENSITIVE", "WITHSUFFIXTRIE", "INDEXEMPTY", "INDEXMISSING"})
        if (word == flag) return true;
    return false;
}

/// Takes one word of an attribute and, where it has one, its value, which stands next.
inline status read_attribute_word(cursor& c, std::string_view word, std::size_t& left, index_attribute& object) {
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
    static status read(cursor& c, index_attribute& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        object = index_attribute();
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
    template <class T>
    static status read(cursor& c, T& object) {
        return decoder<notation::array<notation::anything>>::read(c, object);
    }
};

/// Reads suggestions: rows of score and word (RESP2), or maps from word to score (RESP3).
inline status read_suggestions(cursor& c, misspelled& object) {
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
    static status read(cursor& c, std::vector<misspelled>& object) {
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
            misspelled& word = object.emplace_back();
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
    template <class T>
    static status read(cursor&, T&) {
        return refuse<notation::spelling, T>();
    }
};

}  // namespace detail
}  // namespace hibana
