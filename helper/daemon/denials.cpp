// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/denials.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

namespace {
constexpr int oneByOne = 10;
constexpr std::uint64_t hourUsec = 3'600'000'000;
constexpr std::size_t mostUsers = 256; ///< known by their uid; the others share one count
constexpr uid_t everybodyElse = static_cast<uid_t>(-1);
} // namespace

void Denials::note(const Peer &peer, const protocol::Method &method, const std::string &subject,
                   const Error &why)
{
    const uid_t uid = m_hours.size() < mostUsers || m_hours.contains(peer.uid) ? peer.uid : everybodyElse;
    Hour &hour = m_hours[uid];
    if (!hour.end)
        hour.end = m_loop.after(hourUsec, [this, uid] { summarise(uid); });
    if (hour.written >= oneByOne) {
        ++hour.more;
        hour.last = method.name;
        return;
    }
    ++hour.written;
    spdlog::warn("uid {} pid {}: {} {}: {}", peer.uid, peer.pid, method.name, subject, why.message());
    if (method.mutating && why.code != ErrorCode::AuthUnavailable)
        m_journal.add(peer.uid, method.name, subject, errorCodeName(why.code));
}

void Denials::summarise(uid_t uid)
{
    auto hour = m_hours.extract(uid);
    if (!hour || hour.mapped().more == 0)
        return;
    const std::string attempts = std::to_string(hour.mapped().more);
    spdlog::warn("uid {}: {} more attempts were refused within an hour", uid, attempts);
    m_journal.add(uid, hour.mapped().last, "", errorCodeName(ErrorCode::AuthDenied), "",
                  "{\"moreAttempts\":" + attempts + "}");
}

} // namespace taper::daemon
