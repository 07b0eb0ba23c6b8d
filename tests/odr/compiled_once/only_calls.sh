#!/usr/bin/env bash
# An object file that only makes calls asks for the cold path and has none of it: only_calls.sh NM OBJECT.
set -euo pipefail

symbols=$("$1" -C "$2")
grep -q ' U hibana::cold_path<.*>::' <<<"$symbols" || { echo "the calls do not ask for the cold path"; exit 1; }
if grep -E ' [TtWw] (.* )?hibana::(detail::(execute_with_retry|establish|handshake_request|dial)\b|cold_path<|resolver::|asio_socket<)' <<<"$symbols"; then
    echo "this is compiled where only calls are made"
    exit 1
fi
