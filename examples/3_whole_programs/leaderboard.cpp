// SPDX-License-Identifier: BSL-1.0
/// \file  A leaderboard: scores in a sorted set, names in hashes, one round trip per view.
#include <hibana/hibana.hpp>

#include <iomanip>
#include <iostream>

using namespace hibana;

namespace {

template <class Client>
class leaderboard {
public:
    explicit leaderboard(Client& db, std::string key = "example:board") : db_(db), key_(std::move(key)) {}

    /// Adds points to a player's score and returns the new score.
    double score(std::string_view player, double points) { return db_(cmd::zincrby(key_, points, player)); }

    struct view {
        std::vector<std::pair<std::string, double>> top;
        std::optional<std::int64_t> rank;  // from 0
        std::optional<double> score;
        std::int64_t players = 0;
    };

    //[view
    /// The view of a player: the best ones, and the own rank. One round trip and one point in time: a transaction.
    view seen_by(std::string_view player, int best = 3) {
        auto [top, rank, score, players] =
            db_(multi(cmd::zrange(key_, 0, best - 1, opt::rev, opt::withscores), cmd::zrevrank(key_, player),
                      cmd::zscore(key_, player), cmd::zcard(key_)));
        return {std::move(top), rank, score, players};
    }
    //]

    //[around
    /// The players around one, best first.
    std::vector<std::pair<std::string, double>> around(std::string_view player, std::int64_t distance = 1) {
        const auto rank = db_(cmd::zrevrank(key_, player));
        if (!rank) return {};
        const auto first = std::max<std::int64_t>(0, *rank - distance);
        return db_(cmd::zrange(key_, first, *rank + distance, opt::rev, opt::withscores));
    }
    //]

    void clear() { db_(cmd::unlink(key_)); }

private:
    Client& db_;
    std::string key_;
};

}  // namespace

int main(int count, char** arguments) try {
    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    leaderboard board(db);
    board.clear();

    board.score("ann", 40);
    board.score("ben", 25);
    board.score("cleo", 31);
    board.score("dora", 12);
    const double after = board.score("ben", 10);

    const auto seen = board.seen_by("ben");
    for (const auto& [player, score] : seen.top) std::cout << std::setw(6) << player << std::setw(6) << score << '\n';
    std::cout << "   ben is number " << seen.rank.value_or(-1) + 1 << " of " << seen.players << '\n';

    const auto near = board.around("cleo");
    const bool as_shown = after == 35 && seen.top.size() == 3 && seen.top[1].first == "ben" && seen.rank == 1
                          && seen.score == 35 && seen.players == 4 && near.size() == 3 && near.front().first == "ben"
                          && near.back().first == "dora" && !board.seen_by("nobody").rank;
    board.clear();
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
