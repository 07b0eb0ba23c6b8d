// SPDX-License-Identifier: BSL-1.0
/// \file  Formats the reply types of a command for docs/commands.md: without options and with each option that changes the type.
#pragma once
#include "docs/call_syntax.hpp"
#include "docs/notation_text.hpp"

#include <hibana/command/grammar/rules.hpp>
#include <hibana/command/reply/reply.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana::test {

inline void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

template <class T>
std::string type_name() {
    std::string name = demangled<T>();
    replace_all(name, "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string");
    replace_all(name, "std::chrono::time_point<std::chrono::_V2::system_clock, std::chrono::duration<long, std::ratio<1l, 1000l> > >",
                "replies::series_time");
    replace_all(name, "std::chrono::time_point<std::chrono::_V2::system_clock, std::chrono::duration<long, std::ratio<1l, 1l> > >",
                "std::chrono::sys_seconds");
    replace_all(name, "std::chrono::duration<long, std::ratio<1l, 1l> >", "std::chrono::seconds");
    // Removes the allocators of vectors.
    for (auto at = name.find(", std::allocator<"); at != name.npos; at = name.find(", std::allocator<")) {
        auto end = at + 17;
        for (int depth = 1; depth != 0; ++end) depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
        name.erase(at, end - at);
    }
    replace_all(name, " >", ">");
    replace_all(name, "long", "std::int64_t");
    // The templates around the structs are not part of their public names.
    for (auto at = name.find("_structs<"); at != name.npos; at = name.find("_structs<")) {
        const auto begin = name.rfind("::", at);
        auto end = at + 9;
        for (int depth = 1; depth != 0; ++end) depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
        name.erase(begin, end - begin);
    }
    replace_all(name, "hibana::", "");
    replace_all(name, "replies::basic_search_results<std::vector<std::pair<std::string, std::string>>, std::string>",
                "replies::search_results");
    replace_all(name, "<std::vector<std::pair<std::string, value>>, std::string>", "<>");
    for (const std::string_view each : {"aggregation_page", "aggregation", "hybrid_results"})
        replace_all(name, "basic_" + std::string(each) + "<>", each);
    replace_all(name, "replies::basic_series<std::vector<replies::series_sample>, std::string>", "replies::series");
    replace_all(name, "replies::basic_series<std::optional<replies::series_sample>, std::string>", "replies::series_latest");
    replace_all(name, "replies::basic_series<std::vector<replies::series_row>, std::string>",
                "replies::basic_series<std::vector<replies::series_row>>");
    replace_all(name, "replies::basic_hybrid_cursors<std::string>", "replies::hybrid_cursors");
    return name;
}

template <class... Option>
struct option_list {};
template <class... Left, class... Right>
option_list<Left..., Right...> operator+(option_list<Left...>, option_list<Right...>);

template <class Step>
struct options_in {
    using type = option_list<>;
};
template <const auto&... Option>
struct options_in<notation::maybe<Option...>> {
    using type = option_list<grammar::type_of<Option>...>;
};
template <const auto&... Option>
struct options_in<notation::one_of<Option...>> {
    using type = option_list<grammar::type_of<Option>...>;
};
template <const auto&... Option>
struct options_in<notation::each<Option...>> {
    using type = option_list<grammar::type_of<Option>...>;
};
template <const auto&... Option>
struct options_in<notation::some_of<Option...>> {
    using type = option_list<grammar::type_of<Option>...>;
};

/// The reply types of one signature.
struct replies_of_signature {
    static constexpr int column = std::numeric_limits<int>::max();  // sorts after all rules
    struct option_reply {
        int rule = column;  // index of the `when` rule
        std::string reply;
    };
    std::string plain;                  // without options
    std::vector<option_reply> options;  // with each option alone, in the order of the declaration
    std::string with_all_columns;       // empty if the options exclude each other
};

template <class Parts, class Signature>
struct signature_reader;
template <class Parts, class Reply, class... Step>
struct signature_reader<Parts, grammar::signature<Reply, Step...>> {
    static replies_of_signature read() {
        replies_of_signature result;
        result.plain = type_name<replied<>>();
        (add<Step>(result, typename options_in<Step>::type()), ...);
        using all_options = decltype((option_list<>() + ... + typename options_in<Step>::type()));
        result.with_all_columns = with_columns(all_options(), option_list<>());
        return result;
    }

private:
    template <class... Given>
    using reply = grammar::reply_with_options<Parts, Reply, Given...>;
    template <class... Given>
    using replied = typename reply_of<typename reply<Given...>::type>::type;
    template <class Option>
    static constexpr bool is_plain = std::is_same_v<replied<Option>, replied<>>;

    template <class Options, class... Option>
    static void add(replies_of_signature& to, option_list<Option...>) {
        constexpr grammar::element_kind kind = grammar::step_of<Options>.kind;
        if constexpr (kind == grammar::element_kind::one_of || kind == grammar::element_kind::some_of)
            if (!(is_plain<Option> || ...)) throw_unsupported(demangled<Reply>(), "no call has this reply type");
        (to.options.push_back(
             {reply<Option>::first() < 0 ? replies_of_signature::column : reply<Option>::first(), type_name<replied<Option>>()}),
         ...);
    }

    template <class... Column>
    static std::string with_columns(option_list<>, option_list<Column...>) {
        if (Parts::template broken_by<Column...>().err != grammar::call_error::none) return {};
        return type_name<replied<Column...>>();
    }
    template <class Option, class... Rest, class... Column>
    static std::string with_columns(option_list<Option, Rest...>, option_list<Column...>) {
        if constexpr (reply<Option>::first() < 0 && !is_plain<Option>)
            return with_columns(option_list<Rest...>(), option_list<Column..., Option>());
        else return with_columns(option_list<Rest...>(), option_list<Column...>());
    }
};

/// Returns the reply types of each signature of a command.
template <class Command>
std::vector<replies_of_signature> replies_of() {
    using signatures = typename Command::declared::signatures;
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return std::vector<replies_of_signature>{
            signature_reader<typename Command::declared::parts, typename signatures::template at<Index>>::read()...};
    }(std::make_index_sequence<signatures::size>());
}

/// Formats the reply types of a command: without options, then with each option that changes the type, in order of precedence.
class reply_formatter {
    using options_of_signature = std::vector<call_formatter::option_call>;
    struct change {
        int rule;
        std::string reply;
        std::string option;
        friend bool operator==(const change&, const change&) = default;
    };

    const std::vector<replies_of_signature>& replies_;
    const std::vector<options_of_signature>& options_;
    std::vector<change> changes_;

public:
    reply_formatter(const std::vector<replies_of_signature>& replies, const std::vector<options_of_signature>& options)
        : replies_(replies), options_(options) {
        for (std::size_t signature = 0; signature != replies_.size(); ++signature)
            for (std::size_t at = 0; at != replies_[signature].options.size(); ++at) {
                const change one{replies_[signature].options[at].rule, changed(signature, at), name(signature, at)};
                if (!one.reply.empty() && std::find(changes_.begin(), changes_.end(), one) == changes_.end()) changes_.push_back(one);
            }
        std::stable_sort(changes_.begin(), changes_.end(), [](const change& one, const change& other) { return one.rule < other.rule; });
    }

    std::string text() const {
        std::string text;
        std::vector<std::string> plain;
        for (const replies_of_signature& each : replies_)
            if (!has(plain, each.plain)) plain.push_back(each.plain);
        for (const std::string& each : plain) text += (text.empty() ? "`" : " or `") + each + '`';
        // Merges only adjacent options: the order is the precedence.
        for (auto at = changes_.begin(); at != changes_.end();) {
            const std::string& reply = at->reply;
            std::vector<std::string> options;
            for (; at != changes_.end() && at->reply == reply; ++at)
                if (!has(options, at->option)) options.push_back(at->option);
            text += "; with " + list(options) + ": `" + reply + '`';
        }
        return text + all_columns();
    }

private:
    static bool has(const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }
    static std::string list(const std::vector<std::string>& names) {
        std::string text;
        for (const std::string& each : names) text += (text.empty() ? "`" : ", `") + each + '`';
        return text;
    }

    /// Returns the reply type with the option if it differs, otherwise an empty string.
    std::string changed(std::size_t signature, std::size_t at) const {
        const replies_of_signature& in = replies_[signature];
        return in.options.at(at).reply == in.plain ? std::string() : in.options[at].reply;
    }
    /// Returns the name of an option, or its whole call if another option of the same name has another effect on the reply.
    std::string name(std::size_t signature, std::size_t at) const {
        const call_formatter::option_call& named = options_.at(signature).at(at);
        bool by_name = true;
        for (std::size_t in = 0; in != replies_.size(); ++in)
            for (std::size_t other = 0; other != replies_[in].options.size(); ++other) {
                const call_formatter::option_call& candidate = options_.at(in).at(other);
                if (candidate.name != named.name || changed(in, other) == changed(signature, at)) continue;
                if (candidate.call == named.call) throw_unsupported(named.call, "its reply type is ambiguous");
                by_name = false;
            }
        return by_name ? named.name : named.call;
    }

    std::string all_columns() const {
        std::vector<std::string> columns;
        for (const change& each : changes_)
            if (each.rule == replies_of_signature::column) columns.push_back(each.option);
        if (columns.size() < 2) return {};
        const std::string& all = replies_.front().with_all_columns;
        for (const replies_of_signature& each : replies_)
            if (each.with_all_columns != all || all.empty()) throw_unsupported(list(columns), "there is no reply type with all of them");
        const bool is_new = std::none_of(changes_.begin(), changes_.end(), [&all](const change& each) { return each.reply == all; });
        return is_new ? "; with " + list(columns) + " together: `" + all + '`' : std::string();
    }
};

}  // namespace hibana::test
