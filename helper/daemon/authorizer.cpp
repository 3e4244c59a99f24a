// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/authorizer.h"

#include <algorithm>
#include <array>
#include <time.h>

namespace taper::daemon {

namespace {
constexpr std::uint64_t grantUsec = 300'000'000, promptUsec = 120'000'000;
constexpr int promptsPerUid = 4;
constexpr std::array actions{"observe", "use-own", "use-any", "create", "image", "network"};

/// With the time that the computer slept: a grant does not outlive a night (clock_gettime(2)).
std::uint64_t bootTimeUsec()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

std::string deedOf(const Deed &deed)
{
    for (const auto &[name, value] : deed.details)
        if (name == "container" || name == "image" || name == "network")
            return value;
    return "";
}

Status denied(ErrorCode code, const Deed &deed, std::string why, std::string hint)
{
    return fail(code, "not permitted", deedOf(deed), std::move(why), std::move(hint));
}

/// What there is to say about an answer that is not a yes.
Status refusal(const Deed &deed, const Result<Polkit::Verdict> &verdict, bool asked)
{
    if (!verdict)
        return tl::unexpected(verdict.error());
    if (verdict->dismissed)
        return denied(ErrorCode::AuthDismissed, deed,
                      "the question for a password was closed without an answer",
                      "Try again and give the password.");
    if (verdict->challenge)
        return denied(ErrorCode::AuthNoAgent, deed,
                      "a password is needed, and no program is here that could ask for it",
                      "Do it from a desktop session or on a terminal (pkttyagent), or as root.");
    if (asked)
        return denied(ErrorCode::AuthDenied, deed, "the password was wrong, or the user has none that counts",
                      "Try again, or ask who administers this computer.");
    return denied(ErrorCode::AuthDenied, deed,
                  "this computer's rules do not permit " + deed.action + " to you",
                  "Ask who administers this computer, or do it as root.");
}
} // namespace

/// What rights.get has learnt so far.
struct Authorizer::Survey
{
    Rights rights;
    std::size_t open = 0;
    std::optional<Error> error;
    std::function<void(Result<Rights>)> answer;

    void heard(const std::string &action, const Result<Polkit::Verdict> &verdict)
    {
        if (!verdict)
            error = verdict.error();
        else
            rights.actions[action] = verdict->authorized  ? Right::Yes
                                     : verdict->challenge ? Right::Ask
                                                          : Right::No;
        if (--open > 0)
            return;
        if (error) { // no polkit, no rights: an answer all the same
            for (const char *name : actions)
                rights.actions[name] = Right::No;
            rights.reason = error->message();
        }
        answer(std::move(rights));
    }
};

bool Authorizer::isGranted(Client &client, const Key &key) const
{
    const auto found = client.grants.find(key);
    if (found == client.grants.end())
        return false;
    if (bootTimeUsec() < found->second)
        return true;
    client.grants.erase(found);
    return false;
}

int Authorizer::promptsOf(uid_t uid) const
{
    int open = 0;
    for (const auto &[connection, client] : m_clients)
        if (client.peer.uid == uid)
            open += static_cast<int>(std::count_if(client.questions.begin(), client.questions.end(),
                                                   [](const auto &entry) { return entry.second.isPrompt; }));
    return open;
}

void Authorizer::check(const Peer &peer, std::uint64_t connection, const Deed &deed, Answer answer)
{
    if (deed.action.empty() || mayEverything(peer)) {
        answer({});
        return;
    }
    Client &client = m_clients[connection];
    client.peer = peer;
    const Key key{deed.action, deed.about};
    if (isGranted(client, key)) {
        answer({});
        return;
    }
    Question &question = client.questions[key];
    question.waiting.push_back(std::move(answer));
    if (question.asked)
        return; // it is being asked already
    question.asked = m_polkit.ask(peer, {deed.action, deed.details, false},
                                  [this, connection, key, deed](Result<Polkit::Verdict> verdict) {
                                      looked(connection, key, deed, std::move(verdict));
                                  });
}

/// What polkit says without asking a person.
void Authorizer::looked(std::uint64_t connection, const Key &key, const Deed &deed,
                        Result<Polkit::Verdict> verdict)
{
    if (verdict && verdict->authorized)
        settle(connection, key, {});
    else if (verdict && verdict->challenge)
        prompt(connection, key, deed);
    else
        settle(connection, key, refusal(deed, verdict, false));
}

void Authorizer::prompt(std::uint64_t connection, const Key &key, const Deed &deed)
{
    Client &client = m_clients.at(connection);
    if (promptsOf(client.peer.uid) >= promptsPerUid) {
        settle(connection, key,
               denied(ErrorCode::TooManyRequests, deed,
                      "you are being asked about " + std::to_string(promptsPerUid) + " other things",
                      "Answer those first."));
        return;
    }
    Question &question = client.questions.at(key);
    question.isPrompt = true;
    question.timeout = m_loop.after(promptUsec, [this, connection, key, deed] {
        settle(connection, key,
               denied(ErrorCode::AuthDismissed, deed,
                      "nobody answered the question for a password within two minutes",
                      "Try again and give the password."));
    });
    question.asked = m_polkit.ask(client.peer, {deed.action, deed.details, true},
                                  [this, connection, key, deed](Result<Polkit::Verdict> verdict) {
                                      answered(connection, key, deed, std::move(verdict));
                                  });
}

/// What a person said.
void Authorizer::answered(std::uint64_t connection, const Key &key, const Deed &deed,
                          Result<Polkit::Verdict> verdict)
{
    Client &client = m_clients.at(connection);
    Status status = verdict && verdict->authorized ? Status() : refusal(deed, verdict, true);
    if (status && client.peer.process->hasEnded())
        status = denied(ErrorCode::AuthDenied, deed, "the program that asked has ended", "");
    if (status)
        client.grants[key] = bootTimeUsec() + grantUsec;
    settle(connection, key, std::move(status));
}

void Authorizer::settle(std::uint64_t connection, const Key &key, Status status)
{
    auto question = m_clients.at(connection).questions.extract(key);
    for (const auto &waiting : question.mapped().waiting)
        waiting(status);
}

void Authorizer::connectionClosed(std::uint64_t connection)
{
    m_clients.erase(connection);
}

std::string Authorizer::rights(const Peer &peer)
{
    if (peer.uid == 0)
        return "root";
    if (mayEverything(peer))
        return "authorized";
    return m_polkit.isReachable() ? "polkit" : "none";
}

std::string Authorizer::rightsReason(const Peer &peer)
{
    if (peer.uid == 0)
        return "root may do everything";
    if (mayEverything(peer))
        return "the helper was started with --authorize-uid " + std::to_string(peer.uid);
    if (m_polkit.isReachable())
        return "you are asked before changes, as this computer's rules say";
    return "there is no polkit to ask; only root may use this helper, and you are uid " +
           std::to_string(peer.uid);
}

void Authorizer::rightsOf(const Peer &peer, std::uint64_t connection,
                          std::function<void(Result<Rights>)> answer)
{
    auto survey = std::make_shared<Survey>();
    survey->rights.uid = peer.uid;
    survey->rights.reason = rightsReason(peer);
    if (mayEverything(peer)) {
        for (const char *action : actions)
            survey->rights.actions[action] = Right::Yes;
        answer(std::move(survey->rights));
        return;
    }
    Client &client = m_clients[connection];
    client.peer = peer;
    const std::uint64_t number = ++m_surveys;
    auto &asked = client.surveys[number];
    survey->open = actions.size();
    survey->answer = [this, connection, number, answer = std::move(answer)](Result<Rights> rights) {
        auto &surveys = m_clients.at(connection).surveys;
        for (auto &[action, right] : rights->actions)
            if (isGranted(m_clients.at(connection), {"org.taper." + action, ""}))
                right = Right::Yes;
        auto done = surveys.extract(number);
        answer(std::move(rights));
    };
    for (const char *action : actions)
        asked.push_back(m_polkit.ask(
            peer, {std::string("org.taper.") + action, {}, false},
            [survey, action](const Result<Polkit::Verdict> &verdict) { survey->heard(action, verdict); }));
}

} // namespace taper::daemon
