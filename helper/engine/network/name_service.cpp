// SPDX-License-Identifier: GPL-3.0-or-later
// KernelNetwork's name service: started when needed, started again when it died, asked for names.
// Runs in: helper.
#include "engine/network/kernel_network.h"

#include <algorithm>

namespace taper::network {

namespace {
constexpr auto firstReviveDelay = std::chrono::milliseconds(10); ///< after an early death; then twice as long
constexpr unsigned quietDeaths =
    4; ///< so many early deaths are not told: a predecessor may still hold the port
} // namespace

Status KernelNetwork::ensureService()
{
    if (m_dnsmasq->alive())
        return {};
    if (Status opened = m_names.open(m_directory.get(), m_dnsmasq->group()); !opened)
        return opened;
    std::set<std::string> users;
    for (const auto &[name, attachment] : m_users)
        users.insert(name);
    m_names.keepOnly(users);
    return startService();
}

Status KernelNetwork::startService()
{
    m_startedAt = Clock::now();
    m_reviveAt.reset();
    m_names.forgetWhatWasRead();
    if (Status started = m_dnsmasq->start(service()); !started)
        return started;
    serviceReady();
    return m_query.connectTo(m_subnet.gateway());
}

void KernelNetwork::serviceReady()
{
    m_query.watch(m_dnsmasq->pidFd());
}

/// dnsmasq ended although it is needed: started again, at once if it had lived for a second, else ever later.
void KernelNetwork::revive()
{
    if (m_users.empty() || m_dnsmasq->alive()) {
        m_reviveAt.reset();
        return;
    }
    const auto now = Clock::now();
    if (!m_reviveAt) {
        m_deaths = now - m_startedAt >= std::chrono::seconds(1) ? 0 : m_deaths + 1;
        m_reviveAt = m_deaths == 0 ? now : now + firstReviveDelay * (1u << std::min(m_deaths - 1, 7u));
    }
    if (*m_reviveAt <= now && !startService())
        m_reviveAt = now + std::chrono::seconds(1);
}

Status KernelNetwork::askName(const std::string &container)
{
    if (!m_users.contains(container))
        return fail(ErrorCode::ContainerUnknown, "ask for the name", container, "it is not on the bridge");
    if (!m_dnsmasq->alive()) {
        const std::string words = m_dnsmasq->lastWords();
        revive();
        if (!m_dnsmasq->alive() && m_deaths > quietDeaths)
            return fail(
                ErrorCode::System, "start the name service of the bridge", "dnsmasq",
                words.empty() ? "it ended at once" : words,
                "Is another DNS server listening on all addresses of this computer? Bind it to its own.");
    }
    return m_query.ask(container);
}

std::vector<std::string> KernelNetwork::namesAnswered()
{
    std::vector<std::string> names;
    for (const auto &resolved : m_query.answers()) {
        const auto user = m_users.find(resolved.container);
        if (user != m_users.end() && user->second.address == resolved.address)
            names.push_back(resolved.container);
    }
    if (!names.empty())
        m_deaths = 0;
    // Looked at without users, too: an ended process's descriptor would stay readable.
    if (m_dnsmasq && !m_dnsmasq->alive())
        revive();
    if (m_dnsmasq)
        (void)m_dnsmasq->hasLeft();
    (void)m_removal.underWay();
    return names;
}

} // namespace taper::network
