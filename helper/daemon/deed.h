// SPDX-License-Identifier: GPL-3.0-or-later
// What a request would do, as far as permission goes: the polkit action, whose container it is about, and the words of
// the prompt. Read from the request before the question, and read again after the answer: only when nothing has
// changed in between is the answer one for this request. Runs in: helper.
#pragma once
#include "daemon/peer.h"
#include "protocol/json.h"
#include "protocol/methods.h"
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taper::daemon {

struct Deed
{
    std::string action; ///< "org.taper.use-any"; empty: nobody needs to be asked
    std::string about;  ///< a container's id: a grant is for this one alone; empty: for the action
    std::vector<std::pair<std::string, std::string>> details; ///< for the prompt and for rules
};

class Deeds
{
public:
    struct Owned
    {
        std::string id;
        uid_t owner;
    };
    struct Sources
    {
        std::function<std::optional<Owned>(const std::string &name)> container;
        /// Did this uid open it, and is its container still the same one?
        std::function<bool(const std::string &number, uid_t)> isOwnSession;
        std::function<bool(std::int64_t job, uid_t)> isOwnJob;
    };
    void setSources(Sources sources) { m_sources = std::move(sources); }

    /// NameInvalid where a name could not be shown in a prompt; a name of nothing becomes an observation, so that
    /// only those who may look learn that there is nothing.
    Result<Deed> of(const protocol::Method &method, const protocol::Json &params, const Peer &peer) const;

private:
    Deed ofContainer(const protocol::Method &method, const protocol::Json &params, const Peer &peer) const;

    Sources m_sources;
};

} // namespace taper::daemon
