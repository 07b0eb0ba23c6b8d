// SPDX-License-Identifier: BSL-1.0
/// \file  List of all commands of modules and vector sets, to test them against recorded properties.
#pragma once
#include <hibana/module_commands.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of every command, module by module.
template <class Visit>
constexpr void for_each_module_command(Visit&& visit) {
    // json
    visit(cmd::json::arrappend);
    visit(cmd::json::arrindex);
    visit(cmd::json::arrinsert);
    visit(cmd::json::arrlen);
    visit(cmd::json::arrpop);
    visit(cmd::json::arrtrim);
    visit(cmd::json::clear);
    visit(cmd::json::debug::help);
    visit(cmd::json::debug::memory);
    visit(cmd::json::del);
    visit(cmd::json::forget);
    visit(cmd::json::get);
    visit(cmd::json::merge);
    visit(cmd::json::mget);
    visit(cmd::json::mset);
    visit(cmd::json::numincrby);
    visit(cmd::json::nummultby);
    visit(cmd::json::numpowby);
    visit(cmd::json::objkeys);
    visit(cmd::json::objlen);
    visit(cmd::json::resp);
    visit(cmd::json::set);
    visit(cmd::json::strappend);
    visit(cmd::json::strlen);
    visit(cmd::json::toggle);
    visit(cmd::json::type);
    // vector set
    visit(cmd::vadd);
    visit(cmd::vcard);
    visit(cmd::vdim);
    visit(cmd::vemb);
    visit(cmd::vgetattr);
    visit(cmd::vinfo);
    visit(cmd::vismember);
    visit(cmd::vlinks);
    visit(cmd::vrandmember);
    visit(cmd::vrange);
    visit(cmd::vrem);
    visit(cmd::vsetattr);
    visit(cmd::vsim);
    // Bloom
    visit(cmd::bf::add);
    visit(cmd::bf::card);
    visit(cmd::bf::debug);
    visit(cmd::bf::exists);
    visit(cmd::bf::info);
    visit(cmd::bf::insert);
    visit(cmd::bf::loadchunk);
    visit(cmd::bf::madd);
    visit(cmd::bf::mexists);
    visit(cmd::bf::reserve);
    visit(cmd::bf::scandump);
    // cuckoo
    visit(cmd::cf::add);
    visit(cmd::cf::addnx);
    visit(cmd::cf::compact);
    visit(cmd::cf::count);
    visit(cmd::cf::debug);
    visit(cmd::cf::del);
    visit(cmd::cf::exists);
    visit(cmd::cf::info);
    visit(cmd::cf::insert);
    visit(cmd::cf::insertnx);
    visit(cmd::cf::loadchunk);
    visit(cmd::cf::mexists);
    visit(cmd::cf::reserve);
    visit(cmd::cf::scandump);
    // count-min
    visit(cmd::cms::incrby);
    visit(cmd::cms::info);
    visit(cmd::cms::initbydim);
    visit(cmd::cms::initbyprob);
    visit(cmd::cms::merge);
    visit(cmd::cms::query);
    // top-k
    visit(cmd::topk::add);
    visit(cmd::topk::count);
    visit(cmd::topk::incrby);
    visit(cmd::topk::info);
    visit(cmd::topk::list);
    visit(cmd::topk::query);
    visit(cmd::topk::reserve);
    // t-digest
    visit(cmd::tdigest::add);
    visit(cmd::tdigest::byrank);
    visit(cmd::tdigest::byrevrank);
    visit(cmd::tdigest::cdf);
    visit(cmd::tdigest::create);
    visit(cmd::tdigest::info);
    visit(cmd::tdigest::max);
    visit(cmd::tdigest::merge);
    visit(cmd::tdigest::min);
    visit(cmd::tdigest::quantile);
    visit(cmd::tdigest::rank);
    visit(cmd::tdigest::reset);
    visit(cmd::tdigest::revrank);
    visit(cmd::tdigest::trimmed_mean);
    // time series
    visit(cmd::ts::add);
    visit(cmd::ts::alter);
    visit(cmd::ts::create);
    visit(cmd::ts::createrule);
    visit(cmd::ts::decrby);
    visit(cmd::ts::del);
    visit(cmd::ts::deleterule);
    visit(cmd::ts::get);
    visit(cmd::ts::incrby);
    visit(cmd::ts::info);
    visit(cmd::ts::madd);
    visit(cmd::ts::mget);
    visit(cmd::ts::mrange);
    visit(cmd::ts::mrevrange);
    visit(cmd::ts::nrange);
    visit(cmd::ts::nrevrange);
    visit(cmd::ts::queryindex);
    visit(cmd::ts::querylabels);
    visit(cmd::ts::range);
    visit(cmd::ts::read);
    visit(cmd::ts::revrange);
    // Search
    visit(cmd::ft::_list);
    visit(cmd::ft::create);
    visit(cmd::ft::alter);
    visit(cmd::ft::dropindex);
    visit(cmd::ft::info);
    visit(cmd::ft::aliasadd);
    visit(cmd::ft::aliasdel);
    visit(cmd::ft::aliaslist);
    visit(cmd::ft::aliasupdate);
    visit(cmd::ft::search);
    visit(cmd::ft::aggregate);
    visit(cmd::ft::cursor::del);
    visit(cmd::ft::cursor::gc);
    visit(cmd::ft::cursor::read);
    visit(cmd::ft::hybrid);
    visit(cmd::ft::profile);
    visit(cmd::ft::explain);
    visit(cmd::ft::explaincli);
    visit(cmd::ft::spellcheck);
    visit(cmd::ft::tagvals);
    visit(cmd::ft::dictadd);
    visit(cmd::ft::dictdel);
    visit(cmd::ft::dictdump);
    visit(cmd::ft::syndump);
    visit(cmd::ft::synupdate);
    visit(cmd::ft::sugadd);
    visit(cmd::ft::sugdel);
    visit(cmd::ft::sugget);
    visit(cmd::ft::suglen);
    visit(cmd::ft::config::get);
    visit(cmd::ft::config::help);
    visit(cmd::ft::config::set);
    visit(cmd::ft::_aliasaddifnx);
    visit(cmd::ft::_alterifnx);
    visit(cmd::ft::_createifnx);
    visit(cmd::ft::_aliasdelifx);
    visit(cmd::ft::_dropifx);
    visit(cmd::ft::_dropindexifx);
    visit(cmd::ft::add);
    visit(cmd::ft::addhash);
    visit(cmd::ft::del);
    visit(cmd::ft::drop);
    visit(cmd::ft::get);
    visit(cmd::ft::mget);
    visit(cmd::ft::safeadd);
    visit(cmd::ft::synadd);
}

}  // namespace hibana::testing
