// expect: this type plays the transport role but does not satisfy hibana::policy::transport
#include <hibana/client.hpp>

struct my_transport {
    using plays = hibana::role::transport;
    template <class Execution> using stream = typename Execution::socket;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = false;
#ifndef HIBANA_WRONG
    hibana::endpoint endpoint() const { return hibana::endpoint("localhost", 6379); }
#endif
    template <class Execution>
    auto open(Execution& execution, const hibana::endpoint& where, hibana::deadline until) const
        -> hibana::task_of<Execution, hibana::result<stream<Execution>>> {
        return hibana::tcp_transport().open(execution, where, until);
    }
};

void use() {
    hibana::client<my_transport> db;
    db.close();
}
