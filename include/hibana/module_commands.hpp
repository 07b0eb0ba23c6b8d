// SPDX-License-Identifier: BSL-1.0
/// \file  The commands of all modules and of vector sets. Programs that use few modules include these directly.
#pragma once
#include <hibana/command/modules/bloom.hpp>
#include <hibana/command/modules/count_min.hpp>
#include <hibana/command/modules/cuckoo.hpp>
#include <hibana/command/modules/json.hpp>
#include <hibana/command/modules/json_resp.hpp>
#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_conditional.hpp>
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>
#include <hibana/command/modules/search_query.hpp>
#include <hibana/command/modules/t_digest.hpp>
#include <hibana/command/modules/time_series.hpp>
#include <hibana/command/modules/top_k.hpp>
#include <hibana/command/modules/vector_set.hpp>
