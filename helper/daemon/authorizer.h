// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what. Without a system bus: root and the uid given to --authorize-uid may, everybody else is
// refused with the reason. Asked before any change; the answer comes through a callback, so that polkit can
// take its time. Runs in: helper.
#pragma once
#include "core/error.h"
#include "daemon/peer.h"
#include "protocol/methods.h"
#include <functional>
#include <optional>

namespace taper::daemon {

class Authorizer
{
public:
    explicit Authorizer(std::optional<uid_t> authorizedUid) : m_authorizedUid(authorizedUid) {}

    void check(const Peer &peer, protocol::Action action, const std::function<void(Status)> &answer) const;
    /// For hello: "root", "authorized", "none", and a sentence that says why.
    std::string rights(const Peer &peer) const;
    std::string rightsReason(const Peer &peer) const;

private:
    std::optional<uid_t> m_authorizedUid;
};

} // namespace taper::daemon
