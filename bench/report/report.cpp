// SPDX-License-Identifier: BSL-1.0
// report LIMITS RECORDS MACHINE FOLDER: what was measured, beside its limits, as table.md, results.json and plot.tsv.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

using row = std::vector<std::string>;

std::vector<row> read_rows(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        std::cerr << "report: cannot read " << path << '\n';
        std::exit(1);
    }
    std::vector<row> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        row fields(1);
        for (const char c : line)
            if (c == '\t') fields.emplace_back();
            else fields.back() += c;
        rows.push_back(std::move(fields));
    }
    return rows;
}

struct figure {
    std::string unit;
    std::vector<double> samples;
};

double median(std::vector<double> samples) {
    std::sort(samples.begin(), samples.end());
    const std::size_t half = samples.size() / 2;
    return samples.size() % 2 == 1 ? samples[half] : (samples[half - 1] + samples[half]) / 2;
}

std::string number(double value) {
    std::ostringstream text;
    const double size = std::abs(value);
    text.setf(std::ios::fixed);
    text.precision(value == std::round(value) ? 0 : size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4);
    text << value;
    return text.str();
}

std::string range(const figure& f) {
    const auto [low, high] = std::minmax_element(f.samples.begin(), f.samples.end());
    std::string text = number(median(f.samples));
    if (f.samples.size() > 1) text += " (" + number(*low) + "–" + number(*high) + ")";
    return f.unit.empty() ? text : text + " " + f.unit;
}

// A ratio below one is easier to read as a fraction: 1/15.3.
std::string fraction(double ratio) { return ratio < 0.9 ? "1/" + number(1 / ratio) : number(ratio); }

double limit_of(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return std::stod(text);
    return std::stod(text.substr(0, slash)) / std::stod(text.substr(slash + 1));
}

std::string quoted(const std::string& text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += c;
    }
    return json + "\"";
}

struct outcome {
    std::string section, what, measured, other, ratio, limit, verdict;
    std::optional<double> value, allowed;
    bool relative = false;
    bool higher_is_better = false;
};

class results {
public:
    explicit results(const std::vector<row>& records) {
        for (const row& r : records) {
            if (r.size() < 4) continue;
            figure f{r[2], {}};
            std::istringstream samples(r[3]);
            for (double sample = 0; samples >> sample;) f.samples.push_back(sample);
            if (f.samples.empty()) continue;
            if (!figures_.contains({r[0], r[1]})) order_.emplace_back(r[0], r[1]);
            figures_[{r[0], r[1]}] = std::move(f);
        }
    }

    const figure* find(const std::string& subject, const std::string& which) const {
        const auto found = figures_.find({subject, which});
        return found == figures_.end() ? nullptr : &found->second;
    }

    /// The subject itself, or every measured one that begins like it where it ends in `*`.
    std::vector<std::string> subjects(const std::string& pattern, const std::string& which) const {
        if (pattern.back() != '*') return {pattern};
        const std::string start = pattern.substr(0, pattern.size() - 1);
        std::vector<std::string> found;
        for (const auto& [subject, name] : order_)
            if (name == which && subject.starts_with(start)) found.push_back(subject);
        return found;
    }

    const std::vector<std::pair<std::string, std::string>>& order() const { return order_; }

private:
    std::map<std::pair<std::string, std::string>, figure> figures_;
    std::vector<std::pair<std::string, std::string>> order_;
};

// Samples that were taken side by side are compared pair by pair; others by their medians.
double ratio_of(const figure& one, const figure& other) {
    if (one.samples.size() != other.samples.size()) return median(one.samples) / median(other.samples);
    std::vector<double> ratios;
    for (std::size_t i = 0; i < one.samples.size(); ++i) ratios.push_back(one.samples[i] / other.samples[i]);
    return median(std::move(ratios));
}

outcome compare(const results& all, const row& limit, const std::string& subject) {
    const std::string &which = limit[3], &against = limit[4], &comparison = limit[5];
    outcome o{limit[0], limit[1], "", "", "", "", "", {}, {}, false, false};
    if (limit[2].back() == '*') o.what += ": " + subject.substr(limit[2].size() - 1);
    if (comparison != "reported") o.limit = comparison == "same" ? "same" : comparison + " " + limit[6];

    const figure* measured = all.find(subject, which);
    const figure* other = against == "-" ? nullptr : all.find(against, which);
    if (measured == nullptr || (against != "-" && other == nullptr)) {
        o.measured = "not measured";
        return o;
    }
    o.measured = range(*measured);
    o.higher_is_better = which == "rate";
    o.value = median(measured->samples);
    if (other != nullptr) {
        o.other = range(*other);
        o.relative = true;
        if (median(other->samples) != 0) {
            o.value = ratio_of(*measured, *other);
            o.ratio = fraction(*o.value);
        }
    }
    if (comparison == "reported") return o;
    bool met = false;
    if (comparison == "same") {
        met = other != nullptr && median(measured->samples) == median(other->samples);
    } else {
        o.allowed = limit_of(limit[6]);
        met = comparison == "at least" ? *o.value >= *o.allowed : *o.value <= *o.allowed;
    }
    o.verdict = met ? "met" : "**NOT met**";
    return o;
}

void write_table(std::ostream& out, const std::vector<outcome>& outcomes, const std::vector<row>& machine) {
    out << "# Measured\n\nMedians, with the least and the greatest in brackets; ratios are of pairs measured side by "
           "side. "
           "hiredis: replies are created and freed.\nbare: prepared bytes through `send` and `recv`.\n\n| machine | "
           "|\n|---|---|\n";
    for (const row& r : machine)
        if (r.size() >= 2) out << "| " << r[0] << " | " << r[1] << " |\n";
    std::string section;
    for (const outcome& o : outcomes) {
        if (o.section != section) {
            section = o.section;
            out << "\n## " << section
                << "\n\n| what | hibana | compared with | ratio | limit | |\n|---|---|---|---|---|---|\n";
        }
        out << "| " << o.what << " | " << o.measured << " | " << o.other << " | " << o.ratio << " | " << o.limit
            << " | " << o.verdict << " |\n";
    }
    const auto missed =
        std::count_if(outcomes.begin(), outcomes.end(), [](const outcome& o) { return o.verdict.starts_with("**"); });
    const auto limited =
        std::count_if(outcomes.begin(), outcomes.end(), [](const outcome& o) { return !o.verdict.empty(); });
    out << "\n" << limited - missed << " of " << limited << " limits are met.\n";
}

void write_json(std::ostream& out, const results& all, const std::vector<outcome>& outcomes,
                const std::vector<row>& machine) {
    out << "{\n  \"machine\": {";
    const char* comma = "";
    for (const row& r : machine) {
        if (r.size() < 2) continue;
        out << comma << "\n    " << quoted(r[0]) << ": " << quoted(r[1]);
        comma = ",";
    }
    out << "\n  },\n  \"records\": [";
    comma = "";
    for (const auto& [subject, which] : all.order()) {
        const figure& f = *all.find(subject, which);
        out << comma << "\n    {\"subject\": " << quoted(subject) << ", \"figure\": " << quoted(which)
            << ", \"unit\": " << quoted(f.unit) << ", \"samples\": [";
        for (std::size_t i = 0; i < f.samples.size(); ++i) out << (i == 0 ? "" : ", ") << f.samples[i];
        out << "]}";
        comma = ",";
    }
    out << "\n  ],\n  \"limits\": [";
    comma = "";
    for (const outcome& o : outcomes) {
        if (!o.value) continue;
        out << comma << "\n    {\"section\": " << quoted(o.section) << ", \"what\": " << quoted(o.what)
            << ", \"value\": " << *o.value << ", \"limit\": " << quoted(o.limit) << ", \"met\": "
            << (o.verdict.empty()    ? "null"
                : o.verdict == "met" ? "true"
                                     : "false")
            << "}";
        comma = ",";
    }
    out << "\n  ]\n}\n";
}

// One line per ratio, from the last to the first: label, ratio, limit. What should be high is turned over: less is better.
void write_plot(std::ostream& out, const std::vector<outcome>& outcomes) {
    for (auto o = outcomes.rbegin(); o != outcomes.rend(); ++o) {
        if (!o->relative || !o->value || *o->value <= 0 || o->section == "Not selected") continue;
        const auto turned = [&o](double ratio) { return o->higher_is_better ? 1 / ratio : ratio; };
        out << o->section << ": " << o->what << (o->higher_is_better ? " (turned over)" : "") << '\t'
            << turned(*o->value) << '\t';
        if (o->allowed) out << turned(*o->allowed);
        out << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: report LIMITS RECORDS MACHINE FOLDER\n";
        return 2;
    }
    const results all(read_rows(argv[2]));
    const std::vector<row> machine = read_rows(argv[3]);
    std::vector<outcome> outcomes;
    for (const row& limit : read_rows(argv[1])) {
        if (limit.size() != 7) {
            std::cerr << "report: a line of " << argv[1] << " has " << limit.size() << " columns, not 7\n";
            return 1;
        }
        for (const std::string& subject : all.subjects(limit[2], limit[3]))
            outcomes.push_back(compare(all, limit, subject));
    }
    const std::string folder = argv[4];
    std::ofstream table(folder + "/table.md"), json(folder + "/results.json"), plot(folder + "/plot.tsv");
    write_table(table, outcomes, machine);
    write_table(std::cout, outcomes, machine);
    write_json(json, all, outcomes, machine);
    write_plot(plot, outcomes);
    return 0;
}
