// SPDX-License-Identifier: BSL-1.0
/// \file  The commands of all modules, and of vector sets. A program that uses one or two includes those alone.
#pragma once
#include <hibana/command/bloom.hpp>
#include <hibana/command/count_min.hpp>
#include <hibana/command/cuckoo.hpp>
#include <hibana/command/json.hpp>
#include <hibana/command/json_resp.hpp>
#include <hibana/command/search_aggregate.hpp>
#include <hibana/command/search_conditional.hpp>
#include <hibana/command/search_documents.hpp>
#include <hibana/command/search_index.hpp>
#include <hibana/command/search_query.hpp>
#include <hibana/command/t_digest.hpp>
#include <hibana/command/time_series.hpp>
#include <hibana/command/top_k.hpp>
#include <hibana/command/vector_set.hpp>
