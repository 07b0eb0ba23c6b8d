// SPDX-License-Identifier: BSL-1.0
/// \file  Incremental scanner for the end and the kind of a message.
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
#include <vector>

namespace hibana::protocol {

/// Finds the end of each message, in time linear in the bytes received, however they are split.
///
/// After `more`, call again with a cursor at the same first byte (which may have moved in memory) and a later end.
class scanner {
public:
    explicit scanner(const limits& within = {}, bool resp3 = true) : tokens_(within, resp3) {}

    /// Reads to the end of the message that begins at the cursor, and reports its tokens to the sink, if there is one.
    [[gnu::noinline]] status scan(cursor& c, sink* to = nullptr) {
        if (finished_) reset();
        const char* const start = c.at;
        if (static_cast<std::size_t>(c.end - start) < min_size_) return status::more;
        sink_ = to;
        cursor d{start + read_, c.end};
        do {
            if (to == nullptr) skip_bulk_strings(d);
            token t;
            const status s = tokens_.read(d, t);
            read_ = static_cast<std::size_t>(d.at - start);
            if (s == status::more) min_size_ = static_cast<std::size_t>(c.end - start) + tokens_.missing();
            if (s != status::done) error_ = tokens_.err();
            if (s != status::done) return s;
            error_ = on_token(t, static_cast<std::size_t>(c.end - d.at));
            if (error_ != fault::none) return is_limit(error_) ? status::over_limit : status::broken;
        } while (!open_.empty());
        finished_ = true;
        c.at = d.at;
        return status::done;
    }

    /// The size of the message, or of the part read so far while it is incomplete.
    [[nodiscard]] std::size_t size() const { return read_; }

    /// The least size of the message that the headers read so far allow. The peer claims it: do not allocate that much.
    [[nodiscard]] std::size_t min_size() const { return min_size_; }

    /// The type byte of the message, after any attributes.
    [[nodiscard]] char type() const { return type_; }
    [[nodiscard]] bool is_push() const { return type_ == '>'; }
    [[nodiscard]] bool is_error() const { return type_ == '-' || type_ == '!'; }

    /// The message has attributes or streamed types, which the typed decoder does not support: canonicalise it first.
    [[nodiscard]] bool irregular() const { return irregular_; }

    /// Part of a message has been read, but not all of it.
    [[nodiscard]] bool has_partial_message() const { return !finished_ && (read_ != 0 || min_size_ != 0); }

    [[nodiscard]] fault err() const { return error_; }

    /// The fault, and the byte of the message at which it is.
    [[nodiscard, gnu::cold]] std::string problem() const {
        return hibana::detail::concat({"at byte ", hibana::detail::decimal(read_), " of the message: ", text_of(error_)});
    }

    /// Clears everything but the limits.
    void reset() {
        open_.clear();
        tokens_.reset();
        depth_ = read_ = min_size_ = 0;
        type_ = 0;
        irregular_ = finished_ = false;
        error_ = fault::none;
    }

private:
    struct frame {
        std::size_t remaining;  // elements to come, if their number is known
        std::size_t total;      // elements or bytes; if streamed, those received so far
        char type;              // of the header; '|' stands for attributes and the element they belong to
        bool streamed;
    };

    /// Skips plain bulk strings in an aggregate, except its last element, which also ends the aggregate.
    void skip_bulk_strings(cursor& c) {
        if (open_.empty() || open_.back().streamed || open_.back().type == '|') return;
        std::size_t left = open_.back().remaining;
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
        // The tokenizer's search position belongs to a token that is now skipped; nothing of the next one has been searched.
        if (at != c.at) tokens_.reset();
        c.at = at;
        open_.back().remaining = left;
    }

    [[nodiscard]] bool is_inside(char type) const { return !open_.empty() && open_.back().type == type; }

    fault on_token(const token& t, std::size_t bytes_left) {
        const bool in_string = is_inside('$');
        if (in_string != (t.type == ';')) return in_string ? fault::missing_piece : fault::misplaced_piece;
        if (in_string) return on_piece(t.text);
        if (t.type == '|') return on_attributes(t);
        if (t.type == '.') {
            if (open_.empty() || !open_.back().streamed) return fault::misplaced_end;
            return open_.back().type == '%' && open_.back().total % 2 != 0 ? fault::odd_map : end(true);
        }

        const bool top = open_.empty() || (open_.size() == 1 && is_inside('|') && open_.back().remaining == 1);
        if (t.type == '>' && !top) return fault::misplaced_push;
        if (top) type_ = t.type;

        const bool is_scalar = t.null || (!t.is_aggregate() && !t.streamed);
        if (is_scalar) {
            if (sink_ != nullptr) sink_->scalar(t);
            return end(false);
        }
        if (t.is_aggregate() && depth_ >= tokens_.within().depth) return fault::too_deep;
        irregular_ = irregular_ || t.streamed;
        if (sink_ != nullptr) sink_->open(t, bytes_left);
        open(t.count, t.type, t.streamed);
        return t.streamed || t.count != 0 ? fault::none : end(true);
    }

    [[gnu::cold, gnu::noinline]] fault on_piece(std::string_view text) {
        std::size_t& size = open_.back().total;
        if (text.empty()) return end(true);
        if (text.size() > tokens_.within().bulk - size) return fault::bulk_too_long;
        size += text.size();
        if (sink_ != nullptr) sink_->piece(text);
        return fault::none;
    }

    [[gnu::cold, gnu::noinline]] fault on_attributes(const token& t) {
        irregular_ = true;
        const bool again = is_inside('|') && open_.back().remaining == 1;
        if (again) {
            if (t.count > tokens_.within().elements - open_.back().total) return fault::too_many_elements;
        } else {
            if (depth_ >= tokens_.within().depth) return fault::too_deep;
            open(0, '|', false);
            open_.back().remaining = 1;
        }
        open_.back().remaining += t.count;
        open_.back().total += t.count;
        if (sink_ != nullptr) sink_->attributes(t, again);
        if (sink_ != nullptr && t.count == 0) sink_->attributed();
        return fault::none;
    }

    [[gnu::noinline]] void open(std::size_t count, char type, bool streamed) {
        depth_ += type != '$';
        open_.push_back({count, streamed ? 0 : count, type, streamed});
    }

    /// Ends the innermost aggregate or an element of it, and each enclosing aggregate whose last element that was.
    fault end(bool whole) {
        for (;; whole = true) {
            if (whole) {
                const frame last = open_.back();
                open_.pop_back();
                depth_ -= last.type != '$';
                if (sink_ != nullptr && last.type == '|') sink_->attributed_close();
                else if (sink_ != nullptr) sink_->close(last.total, last.streamed);
            }
            if (open_.empty()) return fault::none;
            frame& within = open_.back();
            if (within.streamed) return ++within.total > tokens_.within().elements ? fault::too_many_elements : fault::none;
            --within.remaining;
            if (sink_ != nullptr && within.type == '|' && within.remaining == 1) sink_->attributed();
            if (within.remaining != 0) return fault::none;
        }
    }

    tokenizer tokens_;
    std::vector<frame> open_;
    sink* sink_ = nullptr;  // while it scans
    std::size_t depth_ = 0;
    std::size_t read_ = 0;
    std::size_t min_size_ = 0;
    fault error_ = fault::none;
    char type_ = 0;
    bool irregular_ = false;
    bool finished_ = false;
};

}  // namespace hibana::protocol
