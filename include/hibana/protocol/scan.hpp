// SPDX-License-Identifier: BSL-1.0
/// \file  Where does a message end, and what kind of message is it?
#pragma once

#include <hibana/core/text.hpp>
#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/length.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/sink.hpp>
#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hibana::protocol {

/// Finds the end of one message after the other in time linear in the bytes received, however they are cut.
///
/// After `more`, call again with a cursor at the same first byte (which may have moved in memory) and a later end.
class scanner {
public:
    explicit scanner(const limits& within = {}, bool resp3 = true) : tokens_(within, resp3) {}

    /// Reads to the end of the message that begins at the cursor.
    status scan(cursor& c) {
        no_sink sink;
        return scan(c, sink);
    }

    /// The same, and tells the sink what there is, once and in order.
    template <class Sink>
    status scan(cursor& c, Sink& sink) {
        if (finished_) reset();
        const char* const start = c.at;
        if (static_cast<std::size_t>(c.end - start) < wanted_) return status::more;
        cursor d{start + read_, c.end};
        for (;;) {
            if constexpr (std::is_same_v<Sink, no_sink>) run_over_strings(d);
            token t;
            const status s = tokens_.read(d, t);
            read_ = static_cast<std::size_t>(d.at - start);
            if (s == status::more) {
                wanted_ = static_cast<std::size_t>(c.end - start) + tokens_.missing();
                return s;
            }
            if (s != status::done) return fail(tokens_.wrong());
            if (const fault f = take(t, static_cast<std::size_t>(c.end - d.at), sink); f != fault::none) return fail(f);
            if (open_.empty()) {
                finished_ = true;
                c.at = d.at;
                return status::done;
            }
        }
    }

    /// The size of the message, or, while it is not whole, of what has been read of it.
    [[nodiscard]] std::size_t size() const { return read_; }

    /// How many bytes the message has at least, as far as its headers are known. A claim, not to be allocated for.
    [[nodiscard]] std::size_t wanted() const { return wanted_; }

    /// The type byte of the message, behind any attributes.
    [[nodiscard]] char type() const { return type_; }
    [[nodiscard]] bool is_push() const { return type_ == '>'; }
    [[nodiscard]] bool is_error() const { return type_ == '-' || type_ == '!'; }

    /// It holds attributes or streamed types, which the typed decoder does not know: canonicalise it first.
    [[nodiscard]] bool irregular() const { return irregular_; }

    /// Bytes of a message have been read that is not finished.
    [[nodiscard]] bool begun() const { return !finished_ && (read_ != 0 || wanted_ != 0); }

    [[nodiscard]] fault wrong() const { return wrong_; }

    /// What is wrong, and at which byte of the message.
    [[nodiscard, gnu::cold]] std::string problem() const {
        return hibana::detail::joined({"at byte ", hibana::detail::decimal(read_), " of the message: ", text_of(wrong_)});
    }

    /// Forgets everything but the limits.
    void reset() {
        open_.clear();
        tokens_.reset();
        depth_ = read_ = wanted_ = 0;
        type_ = 0;
        irregular_ = finished_ = false;
        wrong_ = fault::none;
    }

private:
    struct frame {
        std::size_t left;  // elements to come; of a streamed one, elements or bytes that came
        std::size_t all;
        char type;  // of the header; '|' stands for attributes and the element they belong to
        bool streamed;
    };

    status fail(fault f) {
        wrong_ = f;
        return is_limit(f) ? status::over_limit : status::broken;
    }

    /// Reads over plain bulk strings in an aggregate but its last element, after which there is more to do.
    void run_over_strings(cursor& c) {
        if (open_.empty() || open_.back().streamed || open_.back().type == '|') return;
        std::size_t left = open_.back().left;
        const char* at = c.at;
        while (left > 1 && c.end - at >= 6 && *at == '$') {
            const reading<std::uint64_t> length = detail::read_length(at + 1, c.end);
            if (length.behind == nullptr || length.value > tokens_.within().bulk ||
                static_cast<std::size_t>(c.end - length.behind) < length.value + 2 ||
                !detail::is_line_end(length.behind + length.value)) {
                break;
            }
            at = length.behind + length.value + 2;
            --left;
        }
        // What a token has been searched for already belongs to the one that was begun last; that one is still to be read.
        if (at != c.at) tokens_.reset();
        c.at = at;
        open_.back().left = left;
    }

    template <class Sink>
    fault take(const token& t, std::size_t bytes_left, Sink& sink) {
        const bool in_string = !open_.empty() && open_.back().streamed && open_.back().type == '$';
        if (in_string != (t.type == ';')) return in_string ? fault::missing_piece : fault::misplaced_piece;
        if (in_string) return take_piece(t, sink);

        if (t.type == '.') {
            if (open_.empty() || !open_.back().streamed) return fault::misplaced_end;
            if (open_.back().type == '%' && open_.back().left % 2 != 0) return fault::odd_map;
            close(open_.back().left, sink);
            return end_of_element(sink);
        }
        if (t.type == '|') return take_attributes(t, sink);

        const bool top = open_.empty() || (open_.size() == 1 && open_.back().type == '|' && open_.back().left == 1);
        if (t.type == '>' && !top) return fault::misplaced_push;
        if (top) type_ = t.type;

        if (t.null || (!t.is_aggregate() && !t.streamed)) {
            sink.scalar(t);
            return end_of_element(sink);
        }
        if (t.is_aggregate() && depth_ >= tokens_.within().depth) return fault::too_deep;
        irregular_ = irregular_ || t.streamed;
        sink.open(t, bytes_left);
        depth_ += t.is_aggregate();
        open_.push_back({t.streamed ? 0 : t.count, t.count, t.type, t.streamed});
        if (!t.streamed && t.count == 0) {
            close(0, sink);
            return end_of_element(sink);
        }
        return fault::none;
    }

    template <class Sink>
    fault take_piece(const token& t, Sink& sink) {
        std::size_t& size = open_.back().left;
        if (t.text.empty()) {
            close(size, sink);
            return end_of_element(sink);
        }
        if (t.text.size() > tokens_.within().bulk - size) return fault::bulk_too_long;
        size += t.text.size();
        sink.piece(t.text);
        return fault::none;
    }

    template <class Sink>
    fault take_attributes(const token& t, Sink& sink) {
        irregular_ = true;
        const bool again = !open_.empty() && open_.back().type == '|' && open_.back().left == 1;
        if (again) {
            if (t.count > tokens_.within().elements - open_.back().all) return fault::too_many_elements;
            open_.back().left += t.count;
            open_.back().all += t.count;
        } else {
            if (depth_ >= tokens_.within().depth) return fault::too_deep;
            ++depth_;
            open_.push_back({t.count + 1, t.count, '|', false});
        }
        sink.attributes(t, again);
        if (t.count == 0) sink.attributed();
        return fault::none;
    }

    template <class Sink>
    void close(std::size_t count, Sink& sink) {
        const char type = open_.back().type;
        depth_ -= type != '$';
        open_.pop_back();
        if (type == '|') sink.attributed_close();
        else sink.close(count);
    }

    /// An element has ended, and with it whatever it was the last element of.
    template <class Sink>
    fault end_of_element(Sink& sink) {
        while (!open_.empty()) {
            frame& f = open_.back();
            if (f.streamed) {
                return ++f.left > tokens_.within().elements ? fault::too_many_elements : fault::none;
            }
            --f.left;
            if (f.type == '|' && f.left == 1) sink.attributed();
            if (f.left != 0) return fault::none;
            close(f.all, sink);
        }
        return fault::none;
    }

    tokenizer tokens_;
    std::vector<frame> open_;
    std::size_t depth_ = 0;
    std::size_t read_ = 0;
    std::size_t wanted_ = 0;
    fault wrong_ = fault::none;
    char type_ = 0;
    bool irregular_ = false;
    bool finished_ = false;
};

}  // namespace hibana::protocol
