// SPDX-License-Identifier: BSL-1.0
/// \file  Reply of INFO.
#pragma once
#include <hibana/command/from_reply.hpp>
#include <hibana/command/reply/text.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class View = std::string_view>
struct info_structs {
    /// A section of INFO.
    struct info_section {
        String name{};
        std::vector<std::pair<String, String>> fields{};
        friend bool operator==(const info_section&, const info_section&) = default;
    };
    /// Reply of INFO.
    struct server_info {
        std::vector<info_section> sections{};

        /// Returns the value of the field, such as "redis_version", of any section, or nothing.
        [[nodiscard]] std::optional<View> find(View name) const {
            for (const info_section& section : sections)
                for (const auto& [field, value] : section.fields)
                    if (field == name) return View(value);
            return std::nullopt;
        }
        friend bool operator==(const server_info&, const server_info&) = default;
    };
};

using info_section = info_structs<>::info_section;
using server_info = info_structs<>::server_info;

}  // namespace replies

template <>
struct from_reply<replies::server_info> {
    template <class Text, class Info = replies::server_info>
    static auto from(Text text) {
        Info info;
        while (!text.empty()) {
            std::string_view line = detail::consume_line(text);
            if (line.starts_with("# ")) {
                info.sections.push_back({std::string(line.substr(2)), {}});
            } else if (line.find(':') != line.npos) {
                if (info.sections.empty()) info.sections.push_back({});
                const std::string_view name = detail::consume_until(line, ':');
                info.sections.back().fields.emplace_back(name, line);
            }
        }
        return info;
    }
};

}  // namespace hibana
