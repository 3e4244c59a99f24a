// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what. Root and the uid given to --authorize-uid may everything; about everybody else polkit is asked,
// before any change. What a person said yes to stays granted for five minutes, on that connection, for that action
// and container; whatever is not a yes is a no. Runs in: helper.
#pragma once
#include "core/rights.h"
#include "daemon/deed.h"
#include "daemon/polkit.h"
#include <map>
#include <optional>

namespace taper::daemon {

class Authorizer
{
public:
    using Answer = std::function<void(Status)>;
    Authorizer(EventLoop &loop, std::optional<uid_t> authorizedUid)
        : m_loop(loop), m_polkit(loop), m_authorizedUid(authorizedUid)
    {
    }

    bool mayEverything(const Peer &peer) const
    {
        return peer.uid == 0 || (m_authorizedUid && *m_authorizedUid == peer.uid);
    }
    /// The answer comes at once or when somebody has given it; never when the connection has ended before.
    void check(const Peer &peer, std::uint64_t connection, const Deed &deed, Answer answer);
    /// Prompts that it waits for disappear, its grants end.
    void connectionClosed(std::uint64_t connection);

    /// For hello: "root", "authorized", "polkit", "none", and a sentence that says why. Asks nobody.
    std::string rights(const Peer &peer);
    std::string rightsReason(const Peer &peer);
    /// For rights.get: what polkit says without asking a person.
    void rightsOf(const Peer &peer, std::uint64_t connection, std::function<void(Result<Rights>)> answer);

private:
    using Key = std::pair<std::string, std::string>; ///< action, about
    struct Question
    {
        std::unique_ptr<Polkit::Asked> asked;
        std::vector<Answer> waiting; ///< the same was asked for meanwhile: one prompt
        bool isPrompt = false;
        EventLoop::Source timeout;
    };
    struct Client
    {
        Peer peer;
        std::map<Key, std::uint64_t> grants; ///< until when
        std::map<Key, Question> questions;
        std::map<std::uint64_t, std::vector<std::unique_ptr<Polkit::Asked>>> surveys; ///< of rights.get
    };
    struct Survey;
    bool isGranted(Client &client, const Key &key) const;
    int promptsOf(uid_t uid) const;
    void looked(std::uint64_t connection, const Key &key, const Deed &deed, Result<Polkit::Verdict> verdict);
    void prompt(std::uint64_t connection, const Key &key, const Deed &deed);
    void answered(std::uint64_t connection, const Key &key, const Deed &deed,
                  Result<Polkit::Verdict> verdict);
    void settle(std::uint64_t connection, const Key &key, Status status);

    EventLoop &m_loop;
    Polkit m_polkit;
    std::optional<uid_t> m_authorizedUid;
    std::map<std::uint64_t, Client> m_clients; ///< those that polkit was asked about
    std::uint64_t m_surveys = 0;
};

} // namespace taper::daemon
