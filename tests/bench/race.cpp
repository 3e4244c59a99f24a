// SPDX-License-Identifier: GPL-3.0-or-later
// Times whole commands against each other: every round runs each of them once, in a shuffled order, so that
// whatever else the machine does hits all alike. Runs in: scripts/bench.
//
//   race ROUNDS < SPEC
//   SPEC: blocks of "[name]", "run: COMMAND", and where wanted "before: SHELL LINE" and "after: SHELL LINE"
//   (not timed), "until: output" (its first byte ends the time)
//   prints: name, rounds that counted, failures, median and 90th percentile in milliseconds, tab separated
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <random>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>
#include <wordexp.h>

extern char **environ;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto pauseBetween =
    std::chrono::milliseconds(20); // what the one before left behind is cleared away meanwhile
constexpr int warmUpRounds = 2;

struct Contestant
{
    std::string name, before, after;
    std::vector<std::string> words;
    bool untilOutput = false;
    std::vector<double> times;
    int failures = 0;
};

std::vector<std::string> wordsOf(const std::string &command)
{
    wordexp_t expanded;
    if (wordexp(command.c_str(), &expanded, WRDE_NOCMD) != 0) {
        std::fprintf(stderr, "race: cannot read the command: %s\n", command.c_str());
        std::exit(2);
    }
    std::vector<std::string> words(expanded.we_wordv, expanded.we_wordv + expanded.we_wordc);
    wordfree(&expanded);
    return words;
}

std::vector<Contestant> readSpec()
{
    std::vector<Contestant> all;
    for (std::string line; std::getline(std::cin, line);) {
        if (line.starts_with("[")) {
            all.emplace_back().name = line.substr(1, line.find(']') - 1);
            continue;
        }
        const auto colon = line.find(": ");
        if (colon == std::string::npos || all.empty())
            continue;
        const std::string key = line.substr(0, colon), value = line.substr(colon + 2);
        if (key == "run")
            all.back().words = wordsOf(value);
        else if (key == "before")
            all.back().before = value;
        else if (key == "after")
            all.back().after = value;
        else if (key == "until")
            all.back().untilOutput = value == "output";
    }
    return all;
}

void shell(const std::string &line)
{
    if (!line.empty() && std::system(("{ " + line + "; } >/dev/null 2>&1 </dev/null").c_str()) == -1)
        std::perror("race: sh");
}

/// One run; milliseconds, or less than 0 when it failed.
double timed(const Contestant &contestant)
{
    std::vector<char *> argv;
    for (const auto &word : contestant.words)
        argv.push_back(const_cast<char *>(word.c_str()));
    argv.push_back(nullptr);
    int output[2] = {-1, -1};
    if (contestant.untilOutput && pipe2(output, O_CLOEXEC) != 0)
        return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (contestant.untilOutput)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    else
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);

    pid_t pid = 0;
    const auto begin = Clock::now();
    const int refused = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    auto end = begin;
    bool answered = true;
    if (contestant.untilOutput) {
        close(output[1]);
        pollfd waiting{output[0], POLLIN, 0};
        answered = !refused && poll(&waiting, 1, 60'000) == 1 && (waiting.revents & POLLIN);
        end = Clock::now();
    }
    int status = -1;
    if (!refused)
        waitpid(pid, &status, 0);
    if (!contestant.untilOutput)
        end = Clock::now();
    if (output[0] >= 0)
        close(output[0]);
    if (refused || !answered || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return -1;
    return std::chrono::duration<double, std::milli>(end - begin).count();
}

double quantile(std::vector<double> values, double part)
{
    if (values.empty())
        return -1;
    std::ranges::sort(values);
    const double place = part * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (place - static_cast<double>(low));
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 20;
    auto contestants = readSpec();
    std::mt19937 random(20261124);
    std::vector<std::size_t> order(contestants.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    for (int round = -warmUpRounds; round < rounds; ++round) {
        std::ranges::shuffle(order, random);
        for (const auto i : order) {
            auto &contestant = contestants[i];
            shell(contestant.before);
            std::this_thread::sleep_for(pauseBetween);
            const double time = timed(contestant);
            shell(contestant.after);
            if (time < 0)
                ++contestant.failures;
            else if (round >= 0)
                contestant.times.push_back(time);
        }
    }
    for (const auto &contestant : contestants)
        std::printf("%s\t%zu\t%d\t%.3f\t%.3f\n", contestant.name.c_str(), contestant.times.size(),
                    contestant.failures, quantile(contestant.times, 0.5), quantile(contestant.times, 0.9));
}
