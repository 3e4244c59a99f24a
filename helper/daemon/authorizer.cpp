// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/authorizer.h"

namespace taper::daemon {

void Authorizer::check(const Peer &peer, protocol::Action action,
                       const std::function<void(Status)> &answer) const
{
    if (action == protocol::Action::None || rights(peer) != "none") {
        answer({});
        return;
    }
    answer(fail(ErrorCode::AuthDenied, "not permitted", "", rightsReason(peer),
                "Run it as root (sudo), or start the helper with --authorize-uid " +
                    std::to_string(peer.uid) + "."));
}

std::string Authorizer::rights(const Peer &peer) const
{
    if (peer.uid == 0)
        return "root";
    if (m_authorizedUid && *m_authorizedUid == peer.uid)
        return "authorized";
    return "none";
}

std::string Authorizer::rightsReason(const Peer &peer) const
{
    if (peer.uid == 0)
        return "root may do everything";
    if (rights(peer) == "authorized")
        return "the helper was started with --authorize-uid " + std::to_string(peer.uid);
    return "only root and the user given to --authorize-uid may use this helper; you are uid " +
           std::to_string(peer.uid);
}

} // namespace taper::daemon
