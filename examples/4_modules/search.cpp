// SPDX-License-Identifier: BSL-1.0
/// \file  Search: an index, queries put together from values, aggregations, nearest vectors, and both in one. Needs the module search.
#include "play.hpp"
#include "support/server.hpp"

#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>
#include <hibana/command/modules/search_query.hpp>
#include <hibana/command/structs.hpp>

#include <boost/hana/define_struct.hpp>

using namespace hibana;

namespace {

//[structs
struct book {
    BOOST_HANA_DEFINE_STRUCT(book, (std::string, title), (std::string, genre), (double, price));
};
struct shelf {
    BOOST_HANA_DEFINE_STRUCT(shelf, (std::string, genre), (int, books), (double, mean));
};
//]

const std::vector<book> stock{
    {"The stars at noon", "novel", 12}, {"A map of stars", "science", 30}, {"Stars and bars", "novel", 8}};

template <class Client>
void make_index(Client& db) {
    //[index
    using namespace opt::search;
    db(cmd::ft::create("example:books", on(hash), prefix("example:book:"), text("title", weight(2), sortable),
                       tag("genre"), numeric("price", sortable),
                       vector("about", hnsw(type(float32), dim(2), distance_metric(cosine)))));
    //]

    //[documents
    // Every hash whose key begins so is in the index. A vector is the bytes of its floats.
    const std::vector<std::vector<float>> about{{0.9f, 0.1f}, {0.1f, 0.9f}, {0.5f, 0.5f}};
    for (std::size_t n = 0; n != stock.size(); ++n) {
        const std::string key = "example:book:" + std::to_string(n);
        db(cmd::hset(key, stock[n]), cmd::hset(key, "about", float_bytes(about[n])));
    }
    //]
}

// RediSearch 1 knows neither prefixes nor vectors, and its documents are put into an index one by one.
template <class Client>
void make_old_index(Client& db) {
    using namespace opt::search;
    db(cmd::ft::create("example:books", text("title", weight(2), sortable), tag("genre"), numeric("price", sortable)));
    for (std::size_t n = 0; n != stock.size(); ++n) {
        const std::string key = "example:book:" + std::to_string(n);
        db(cmd::ft::add("example:books", key, 1, "title", stock[n].title, "genre", stock[n].genre, "price",
                        stock[n].price));
    }
}

template <class Client>
bool searches(Client& db) {
    using namespace opt::search;

    //[search
    // Text cannot become syntax, whatever its source is.
    const auto wanted =
        query::text("title", "stars") && query::range("price", 0, 20) && !query::tag("genre", "science");
    auto books = db(cmd::ft::search("example:books", wanted, sortby("price", opt::desc), opt::limit(0, 10))
                        .as<std::vector<book>>());
    //]
    const bool found = books.size() == 2 && books[0].title == stock[0].title && books[1].price == 8;

    //[results
    // With ids, scores and the total of all pages; the fields as pairs of text, or as structs.
    replies::search_results all = db(cmd::ft::search("example:books", query::all(), opt::withscores));
    auto page = db(cmd::ft::search("example:books", "map | noon", return_("title", "price"), opt::limit(0, 1))
                       .as<replies::basic_search_results<book>>());
    std::cout << page.total_results << " books, the first is " << page.results.at(0).id << '\n';
    //]

    //[aggregate
    // Steps are taken in the order in which they are written.
    auto shelves =
        db(cmd::ft::aggregate("example:books", query::all(), load("@genre", "@price"),
                              groupby("@genre", reduce::count(as("books")), reduce::avg("@price", as("mean"))),
                              filter("@mean < 50"), sortby(by("@books", opt::desc), max(5)))
               .as<std::vector<shelf>>());
    for (const auto& [genre, books_of_it, mean] : shelves)
        std::cout << books_of_it << ' ' << genre << ", " << mean << '\n';
    //]
    return found && all.total_results == 3 && all.results.size() == 3 && all.results[0].score && page.total_results == 2
           && page.results[0].fields.price != 0 && shelves.size() == 2 && shelves[0].genre == "novel"
           && shelves[0].mean == 10 && shelves[1].books == 1;
}

template <class Client>
bool vectors(Client& db, bool knows_hybrid) {
    using namespace opt::search;
    const std::vector<float> like{0.8f, 0.2f};

    //[nearest
    // The two books up to a price of 20 whose vectors are nearest, with their distance as one more field.
    auto near =
        db(cmd::ft::search("example:books", query::neighbours(query::range("price", 0, 20), 2, "about", "like", "far"),
                           params("like", float_bytes(like)), sortby("far"), dialect(2)));
    //]
    if (near.total_results != 2 || near.results.at(0).id != "example:book:0") return false;
    if (!knows_hybrid) return true;

    //[hybrid
    // By words and by a vector at once; both orders become one by reciprocal rank fusion. Since Redis 8.4.
    auto both =
        db(cmd::ft::hybrid("example:books", search("stars"), vsim("@about", "$like", knn(k(10))), rrf(window(20)),
                           load("@title", "@price"), opt::limit(0, 2), params("like", float_bytes(like))));
    //]
    return !both.results.empty();
}

template <class Client>
void clear(Client& db) {
    db(cmd::ft::dropindex("example:books", opt::search::dd));
}

testing::script of_books() {
    testing::script script;
    const sent call{script};
    const auto floats = [](float one, float other) {
        const std::array<float, 2> both{one, other};
        return std::string(float_bytes(both));
    };
    const auto fields = [](const book& b, std::string_view price) {
        return "*6\r\n" + bulk("title") + bulk(b.title) + bulk("genre") + bulk(b.genre) + bulk("price") + bulk(price);
    };
    const std::string id[] = {"example:book:0", "example:book:1", "example:book:2"};
    const std::string about[] = {floats(0.9f, 0.1f), floats(0.1f, 0.9f), floats(0.5f, 0.5f)};
    const char* const price[] = {"12", "30", "8"};

    call("+OK\r\n", "FT.CREATE", "example:books", "ON", "HASH", "PREFIX", "1", "example:book:", "SCHEMA", "title",
         "TEXT", "WEIGHT", "2", "SORTABLE", "genre", "TAG", "price", "NUMERIC", "SORTABLE", "about", "VECTOR", "HNSW",
         "6", "TYPE", "FLOAT32", "DIM", "2", "DISTANCE_METRIC", "COSINE");
    for (std::size_t n = 0; n != stock.size(); ++n) {
        call("", "HSET", id[n], "title", stock[n].title, "genre", stock[n].genre, "price", price[n]);
        call(":3\r\n:1\r\n", "HSET", id[n], "about", about[n]);
    }

    call("*5\r\n:2\r\n" + bulk(id[0]) + fields(stock[0], price[0]) + bulk(id[2]) + fields(stock[2], price[2]),
         "FT.SEARCH", "example:books", "((@title:(\"stars\") @price:[0 20]) -(@genre:{science}))", "SORTBY", "price",
         "DESC", "LIMIT", "0", "10");
    std::string all = "*10\r\n:3\r\n";
    for (std::size_t n = 0; n != stock.size(); ++n) all += bulk(id[n]) + bulk("1") + fields(stock[n], price[n]);
    call(all, "FT.SEARCH", "example:books", "*", "WITHSCORES");
    call(
        "*3\r\n:2\r\n" + bulk(id[0]) + "*4\r\n" + bulk("title") + bulk(stock[0].title) + bulk("price") + bulk(price[0]),
        "FT.SEARCH", "example:books", "map | noon", "RETURN", "2", "title", "price", "LIMIT", "0", "1");
    const auto row = [](std::string_view genre, std::string_view books, std::string_view mean) {
        return "*6\r\n" + bulk("genre") + bulk(genre) + bulk("books") + bulk(books) + bulk("mean") + bulk(mean);
    };
    call("*3\r\n:2\r\n" + row("novel", "2", "10") + row("science", "1", "30"), "FT.AGGREGATE", "example:books", "*",
         "LOAD", "2", "@genre", "@price", "GROUPBY", "1", "@genre", "REDUCE", "COUNT", "0", "AS", "books", "REDUCE",
         "AVG", "1", "@price", "AS", "mean", "FILTER", "@mean < 50", "SORTBY", "2", "@books", "DESC", "MAX", "5");

    call("*5\r\n:2\r\n" + bulk(id[0]) + fields(stock[0], price[0]) + bulk(id[2]) + fields(stock[2], price[2]),
         "FT.SEARCH", "example:books", "(@price:[0 20])=>[KNN 2 @about $like AS far]", "SORTBY", "far", "PARAMS", "2",
         "like", floats(0.8f, 0.2f), "DIALECT", "2");
    call("*8\r\n+total_results\r\n:1\r\n+results\r\n*1\r\n*4\r\n" + bulk("title") + bulk(stock[0].title) + bulk("price")
             + bulk(price[0]) + "+warnings\r\n*0\r\n+execution_time\r\n" + bulk("0.5"),
         "FT.HYBRID", "example:books", "SEARCH", "stars", "VSIM", "@about", "$like", "KNN", "2", "K", "10", "COMBINE",
         "RRF", "2", "WINDOW", "20", "LOAD", "2", "@title", "@price", "LIMIT", "0", "2", "PARAMS", "2", "like",
         floats(0.8f, 0.2f));
    call("+OK\r\n", "FT.DROPINDEX", "example:books", "DD");
    return script;
}

// Starts a server with the module that came with its program, which is RediSearch 1.2, if there is one.
void start_with_search(std::optional<test::server>& own) {
    if (test::no_server()) return;
    const auto module = test::server_module("redisearch");
    if (module) own.emplace(test::server_options{.tcp = true, .settings = {"loadmodule " + *module}});
}

}  // namespace

int main(int count, char** arguments) try {
    const auto modern = [](auto& db, std::int64_t version) {
        make_index(db);
        const bool as_shown = searches(db) && vectors(db, version >= 80400);
        clear(db);
        return as_shown;
    };
    if (!play(of_books(), [&](auto& db) { return modern(db, 80400); })) return 1;

    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    if (const auto version = module_version(db, "search"); version != 0) return modern(db, version) ? 0 : 1;

    std::optional<test::server> own;
    start_with_search(own);
    if (!own) return without("module search");
    auto old = from_url<client<>>(own->url());
    make_old_index(old);
    return searches(old) ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
