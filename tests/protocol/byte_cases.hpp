// SPDX-License-Identifier: BSL-1.0
/// \file  Byte streams that a reader must survive, and what it must make of each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hibana::test {

enum class verdict { values, more, protocol_error, limit_error };

struct byte_case {
    std::string_view name;
    int version;
    std::string bytes;
    verdict expected;
    std::string shown = {};  ///< the values, one after the other, as `to_string` writes them
};

inline std::string repeat(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t n = 0; n < count; ++n) all += text;
    return all;
}

inline const std::vector<byte_case>& byte_cases() {
    using namespace std::string_literals;
    using enum verdict;
    static const std::vector<byte_case> all = {
        // What is no RESP at all.
        {"crlf_only", 3, "\r\n", protocol_error},
        {"lf_only", 3, "\n", protocol_error},
        {"nul", 3, "\0"s, protocol_error},
        {"http_400", 3, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", protocol_error},
        {"tls_alert", 3, "\x15\x03\x01\x00\x02\x02"s + "F", protocol_error},
        {"high_byte", 3, "\xff\r\n", protocol_error},
        {"garbage_after_good", 3, "+OK\r\n?\r\n", protocol_error},
        {"resp3_type_in_resp2", 2, "#t\r\n", protocol_error},
        {"push_in_resp2", 2, ">1\r\n+a\r\n", protocol_error},
        {"streamed_in_resp2", 2, "*?\r\n", protocol_error},

        // Lines.
        {"simple", 2, "+OK\r\n", values, "\"OK\""},
        {"empty_simple", 2, "+\r\n", values, "\"\""},
        {"lf_inside_simple", 3, "+a\nb\r\n", protocol_error},
        {"cr_inside_simple", 3, "+a\rb\r\n", protocol_error},
        {"cr_at_buffer_end", 3, "+OK\r", more},
        {"nul_in_simple", 3, "+a\0b\r\n"s, values, "\"a\\x00b\""},
        {"empty_error", 2, "-\r\n", values, "error \"\""},
        {"short_error_MO", 2, "-MO\r\n", values, "error \"MO\""},
        {"error", 2, "-ERR a b\r\n", values, "error \"ERR a b\""},
        {"endless_line", 3, "+" + std::string(70'000, 'a'), limit_error},
        {"longest_line", 3, "+" + std::string(65'536, 'a') + "\r\n:1\r\n", values, '"' + std::string(65'536, 'a') + "\" 1"},
        {"line_one_too_long", 3, "+" + std::string(65'537, 'a') + "\r\n", limit_error},
        {"endless_integer", 3, ":" + std::string(70'000, '1'), limit_error},
        {"endless_length", 3, "$" + std::string(70'000, '1'), limit_error},

        // Integers.
        {"int_zero", 2, ":0\r\n", values, "0"},
        {"int_plus", 2, ":+7\r\n", values, "7"},
        {"int_leading_zeros", 2, ":0007\r\n", values, "7"},
        {"int_nine_digits", 2, ":123456789\r\n", values, "123456789"},
        {"int_sixteen_digits", 2, ":-1234567890123456\r\n", values, "-1234567890123456"},
        {"int_min", 2, ":-9223372036854775808\r\n", values, "-9223372036854775808"},
        {"int_max", 2, ":9223372036854775807\r\n", values, "9223372036854775807"},
        {"int_over", 2, ":9223372036854775808\r\n", protocol_error},
        {"int_under", 2, ":-9223372036854775809\r\n", protocol_error},
        {"int_twenty_digits", 2, ":12345678901234567890\r\n", protocol_error},
        {"int_empty", 2, ":\r\n", protocol_error},
        {"int_minus_only", 2, ":-\r\n", protocol_error},
        {"int_space", 2, ": 5\r\n", protocol_error},
        {"int_trailing", 2, ":5x\r\n", protocol_error},
        {"int_two_signs", 2, ":--5\r\n", protocol_error},
        {"int_point", 2, ":1.5\r\n", protocol_error},

        // Bulk strings.
        {"bulk", 2, "$3\r\nfoo\r\n", values, "\"foo\""},
        {"bulk_empty", 2, "$0\r\n\r\n", values, "\"\""},
        {"bulk_null", 2, "$-1\r\n", values, "null"},
        {"bulk_null_in_resp3", 3, "$-1\r\n", values, "null"},
        {"bulk_neg2", 2, "$-2\r\n", protocol_error},
        {"bulk_neg_zero", 2, "$-0\r\n", protocol_error},
        {"bulk_neg_one_trailing", 2, "$-1x\r\n", protocol_error},
        {"bulk_len_empty", 3, "$\r\n", protocol_error},
        {"bulk_len_plus", 3, "$+3\r\nfoo\r\n", protocol_error},
        {"bulk_len_trailing", 2, "$3x\r\nfoo\r\n", protocol_error},
        {"bulk_len_lf", 2, "$3\nfoo\r\n", protocol_error},
        {"bulk_bad_terminator", 2, "$3\r\nfooXX", protocol_error},
        {"bulk_terminator_crx", 2, "$3\r\nfoo\rX+OK\r\n", protocol_error},
        {"bulk_len_too_short", 2, "$2\r\nfoo\r\n", protocol_error},
        {"bulk_len_too_long", 2, "$5\r\nfoo\r\n", more},
        {"bulk_crlf_payload", 2, "$4\r\n\r\n\r\n\r\n", values, "\"\\r\\n\\r\\n\""},
        {"bulk_two_digits", 2, "$16\r\n0123456789abcdef\r\n", values, "\"0123456789abcdef\""},
        {"bulk_three_digits", 2, "$100\r\n" + std::string(100, 'x') + "\r\n", values, '"' + std::string(100, 'x') + '"'},
        {"bulk_over_512M", 2, "$536870913\r\n", limit_error},
        {"bulk_512M", 2, "$536870912\r\n", more},
        {"bulk_int64_max", 2, "$9223372036854775807\r\n", limit_error},
        {"bulk_uint64_max", 2, "$18446744073709551615\r\n", limit_error},
        {"bulk_30_digits", 2, "$999999999999999999999999999999\r\n", limit_error},

        // Arrays and depth.
        {"array_empty", 2, "*0\r\n", values, "[]"},
        {"array_null", 2, "*-1\r\n", values, "null"},
        {"array_neg2", 2, "*-2\r\n", protocol_error},
        {"array_nulls_inside", 2, "*3\r\n$-1\r\n*-1\r\n$0\r\n\r\n", values, "[null, null, \"\"]"},
        {"array_nested", 2, "*2\r\n*1\r\n:1\r\n*2\r\n:2\r\n*0\r\n", values, "[[1], [2, []]]"},
        {"array_error_inside", 2, "*2\r\n-ERR a\r\n:2\r\n", values, "[error \"ERR a\", 2]"},
        {"array_cve_2021_32765", 2, "*4611686018427387904\r\n", limit_error},
        {"array_over_2_24", 2, "*16777217\r\n", limit_error},
        {"array_2_24", 2, "*16777216\r\n", more},
        {"array_reserve_amplifier", 2, repeat("*16000000\r\n", 100), more},
        {"depth_32", 3, repeat("*1\r\n", 32) + ":1\r\n", values, std::string(32, '[') + "1" + std::string(32, ']')},
        {"depth_128", 3, repeat("*1\r\n", 128) + ":1\r\n", values, std::string(128, '[') + "1" + std::string(128, ']')},
        {"depth_129", 3, repeat("*1\r\n", 129) + ":1\r\n", limit_error},
        {"depth_129_empty", 3, repeat("*1\r\n", 128) + "*0\r\n", limit_error},
        {"depth_200", 3, repeat("*1\r\n", 200) + ":1\r\n", limit_error},
        {"depth_20000_array", 2, repeat("*1\r\n", 20'000), limit_error},
        {"depth_20000_set", 3, repeat("~1\r\n", 20'000), limit_error},
        {"depth_20000_map", 3, repeat("%1\r\n", 20'000), limit_error},
        {"depth_20000_streamed", 3, repeat("*?\r\n", 20'000), limit_error},
        {"depth_5000_attr", 3, repeat("|1\r\n", 5'000), limit_error},

        // The types of RESP3.
        {"null", 3, "_\r\n", values, "null"},
        {"null_trailing", 3, "_x\r\n", protocol_error},
        {"set", 3, "~2\r\n+a\r\n:1\r\n", values, "[\"a\", 1]"},
        {"set_null_count", 3, "~-1\r\n", protocol_error},
        {"map", 3, "%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n_\r\n", values, "{\"a\": 1, \"b\": [null]}"},
        {"map_empty", 3, "%0\r\n", values, "{}"},
        {"map_overflow_x2", 3, "%4611686018427387904\r\n", limit_error},
        {"map_over_2_23", 3, "%8388609\r\n", limit_error},
        {"map_2_23", 3, "%8388608\r\n", more},
        {"map_odd_items", 3, "%1\r\n+a\r\n", more},
        {"map_null_count", 3, "%-1\r\n", protocol_error},
        {"map_nan_key", 3, "%2\r\n,nan\r\n:1\r\n,nan\r\n:2\r\n", values, "{nan: 1, nan: 2}"},
        {"map_in_map", 3, "%1\r\n%1\r\n+a\r\n+b\r\n%0\r\n", values, "{{\"a\": \"b\"}: {}}"},
        {"bool_true", 3, "#t\r\n", values, "true"},
        {"bool_false", 3, "#f\r\n", values, "false"},
        {"bool_word", 3, "#true\r\n", protocol_error},
        {"bool_upper", 3, "#T\r\n", protocol_error},
        {"bool_empty", 3, "#\r\n", protocol_error},

        // Doubles.
        {"dbl", 3, ",1.5\r\n", values, "1.5"},
        {"dbl_integer", 3, ",10\r\n", values, "10"},
        {"dbl_plus", 3, ",+1.5\r\n", values, "1.5"},
        {"dbl_exponent", 3, ",1.5e-3\r\n", values, "0.0015"},
        {"dbl_exponent_upper", 3, ",15E+2\r\n", values, "1500"},
        {"dbl_17_digits", 3, ",0.10000000000000001\r\n", values, "0.1"},
        {"dbl_seven_and_seven", 3, ",1234567.1234567\r\n", values, "1234567.1234567"},
        {"dbl_long_integer", 3, ",12345678901234567890\r\n", values, "12345678901234567168"},
        {"dbl_neg_zero", 3, ",-0\r\n", values, "-0"},
        {"dbl_neg_zero_point", 3, ",-0.0\r\n", values, "-0"},
        {"dbl_inf", 3, ",inf\r\n", values, "inf"},
        {"dbl_neg_inf", 3, ",-inf\r\n", values, "-inf"},
        {"dbl_nan", 3, ",nan\r\n", values, "nan"},
        {"dbl_neg_nan", 3, ",-nan\r\n", values, "nan"},
        {"dbl_nan_payload", 3, ",nan(0x8000)\r\n", values, "nan"},
        {"dbl_nan_unclosed", 3, ",nan(\r\n+)\r\n", protocol_error},
        {"dbl_overflow", 3, ",1e400\r\n,-1e400\r\n", values, "inf -inf"},
        {"dbl_underflow", 3, ",1e-400\r\n,-1e-400\r\n", values, "0 -0"},
        {"dbl_empty", 3, ",\r\n", protocol_error},
        {"dbl_no_int_part", 3, ",.5\r\n", protocol_error},
        {"dbl_no_fraction", 3, ",5.\r\n", protocol_error},
        {"dbl_no_fraction_exponent", 3, ",5.e3\r\n", protocol_error},
        {"dbl_no_exponent", 3, ",5e\r\n", protocol_error},
        {"dbl_hex", 3, ",0x1p3\r\n", protocol_error},
        {"dbl_infinity_word", 3, ",infinity\r\n", protocol_error},
        {"dbl_upper_word", 3, ",INF\r\n", protocol_error},
        {"dbl_comma", 3, ",1,5\r\n", protocol_error},
        {"dbl_space", 3, ", 1\r\n", protocol_error},
        {"dbl_minus_only", 3, ",-\r\n", protocol_error},

        // Big numbers, verbatim strings, blob errors.
        {"big", 3, "(3492890328409238509324850943850943825024385\r\n", values, "3492890328409238509324850943850943825024385"},
        {"big_negative", 3, "(-12\r\n", values, "-12"},
        {"big_empty", 3, "(\r\n", protocol_error},
        {"big_minus_only", 3, "(-\r\n", protocol_error},
        {"big_point", 3, "(1.5\r\n", protocol_error},
        {"verb", 3, "=7\r\ntxt:abc\r\n", values, "\"abc\""},
        {"verb_empty", 3, "=4\r\nmkd:\r\n", values, "\"\""},
        {"verb_too_short", 3, "=3\r\ntxt\r\n", protocol_error},
        {"verb_no_colon", 3, "=7\r\ntxtxabc\r\n", protocol_error},
        {"verb_null", 3, "=-1\r\n", protocol_error},
        {"berr_ok", 3, "!21\r\nSYNTAX invalid syntax\r\n", values, "error \"SYNTAX invalid syntax\""},
        {"berr_binary", 3, "!9\r\nERR a\r\nb\0\r\n"s, values, "error \"ERR a\\r\\nb\\x00\""},
        {"berr_streamed", 3, "!?\r\n", protocol_error},

        // Pushes.
        {"push_between_pipeline", 3,
         "+OK\r\n>2\r\n+a\r\n+b\r\n:1\r\n>1\r\n+c\r\n>1\r\n+d\r\n$1\r\nx\r\n", values,
         "\"OK\" [\"a\", \"b\"] 1 [\"c\"] [\"d\"] \"x\""},
        {"push_invalidate_null", 3, ">2\r\n$10\r\ninvalidate\r\n_\r\n", values, "[\"invalidate\", null]"},
        {"push_inside_array", 3, "*2\r\n:1\r\n>3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$2\r\nhi\r\n", protocol_error},
        {"push_inside_attribute", 3, "|1\r\n>1\r\n+a\r\n:1\r\n:2\r\n", protocol_error},
        {"push_inside_push", 3, ">1\r\n>1\r\n+a\r\n", protocol_error},
        {"push_with_attribute", 3, "|1\r\n+a\r\n:1\r\n>1\r\n+a\r\n", values, "[\"a\"]"},
        {"push_empty", 3, ">0\r\n", protocol_error},
        {"push_null", 3, ">-1\r\n", protocol_error},
        {"push_streamed", 3, ">?\r\n", protocol_error},
        {"real_unsubscribe_none_resp3", 3, ">3\r\n$11\r\nunsubscribe\r\n_\r\n:0\r\n", values, "[\"unsubscribe\", null, 0]"},
        {"real_own_write_invalidation", 3, "+OK\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n", values,
         "\"OK\" [\"invalidate\", [\"k\"]]"},

        // Attributes.
        {"attr_alone", 3, "|1\r\n+ttl\r\n:3600\r\n", more},
        {"attr_empty", 3, "|0\r\n+OK\r\n", values, "\"OK\""},
        {"attr_inside_array", 3, "*3\r\n:1\r\n:2\r\n|1\r\n+ttl\r\n:3600\r\n:3\r\n", values, "[1, 2, 3]"},
        {"attr_chained", 3, "|1\r\n+a\r\n:1\r\n|1\r\n+b\r\n:2\r\n+OK\r\n", values, "\"OK\""},
        {"attr_before_aggregate", 3, "|1\r\n+a\r\n:1\r\n*2\r\n:1\r\n|1\r\n+b\r\n:2\r\n%1\r\n+c\r\n+d\r\n:9\r\n", values,
         "[1, {\"c\": \"d\"}] 9"},
        {"attr_of_attr", 3, "|1\r\n|1\r\n+a\r\n:1\r\n+b\r\n:2\r\n:3\r\n", values, "3"},
        {"attr_over_2_23", 3, "|8388609\r\n", limit_error},
        {"attr_null", 3, "|-1\r\n", protocol_error},
        {"attr_streamed", 3, "|?\r\n", protocol_error},
        {"real_attrib_7_0_15", 3,
         "|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n$39\r\nSome real reply following the attribute\r\n", values,
         "\"Some real reply following the attribute\""},

        // Streamed types.
        {"stream_string", 3, "$?\r\n;4\r\nHell\r\n;5\r\no wor\r\n;2\r\nld\r\n;0\r\n", values, "\"Hello world\""},
        {"stream_string_empty", 3, "$?\r\n;0\r\n", values, "\"\""},
        {"stream_string_unfinished", 3, "$?\r\n;4\r\nHell\r\n", more},
        {"stream_string_no_piece", 3, "$?\r\n+OK\r\n", protocol_error},
        {"stream_piece_alone", 3, ";4\r\nHell\r\n", protocol_error},
        {"stream_piece_bad_end", 3, "$?\r\n;4\r\nHellX\r\n", protocol_error},
        {"stream_array", 3, "*?\r\n:1\r\n*?\r\n.\r\n.\r\n:2\r\n", values, "[1, []] 2"},
        {"stream_set", 3, "~?\r\n:1\r\n$?\r\n;1\r\na\r\n;0\r\n.\r\n", values, "[1, \"a\"]"},
        {"stream_map", 3, "%?\r\n+a\r\n:1\r\n+b\r\n*?\r\n:2\r\n.\r\n.\r\n", values, "{\"a\": 1, \"b\": [2]}"},
        {"stream_map_odd", 3, "%?\r\n+a\r\n.\r\n", protocol_error},
        {"stream_end_alone", 3, ".\r\n", protocol_error},
        {"stream_end_in_array", 3, "*2\r\n:1\r\n.\r\n", protocol_error},
        {"stream_end_trailing", 3, "*?\r\n.x\r\n", protocol_error},
        {"stream_end_after_attribute", 3, "*?\r\n|1\r\n+a\r\n:1\r\n.\r\n", protocol_error},
        {"stream_push_inside", 3, "*?\r\n>1\r\n+a\r\n.\r\n", protocol_error},

        {"resp2_pubsub_null_channel", 2, "*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n", values, "[\"unsubscribe\", null, 0]"},
        {"pipeline", 2, "+OK\r\n:1\r\n$1\r\nx\r\n*1\r\n+a\r\n-ERR b\r\n", values, "\"OK\" 1 \"x\" [\"a\"] error \"ERR b\""},
    };
    return all;
}

}  // namespace hibana::test
