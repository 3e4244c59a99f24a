// SPDX-License-Identifier: GPL-3.0-or-later
// What single pages ask the pretended helper for: rights, host check, journal, what can be built. Runs in: tests only.
#include "client/fake_helper.h"

#include <QDateTime>

namespace taper::test {

namespace {
std::string minutesAgo(int minutes)
{
    return QDateTime::currentDateTimeUtc().addSecs(-60 * minutes).toString(Qt::ISODate).toStdString();
}

Rights rightsOf(const std::string &word)
{
    Rights rights;
    rights.uid = 1000;
    rights.reason = "the helper was started with --authorize-uid 1000";
    const Right all = word == "none" ? Right::No : Right::Yes;
    for (const char *action : {"observe", "use-own", "use-any", "create", "image", "network"})
        rights.actions[action] = all;
    return rights;
}

template <typename Things> Json listOf(const Things &things)
{
    Json list = Json::array();
    for (const auto &thing : things)
        list.push_back(protocol::toJson(thing));
    return list;
}
} // namespace

void FakeWorld::addPages()
{
    sources = {{"debian", "trixie", "Debian 13 (trixie)", "http://deb.debian.org/debian", false},
               {"debian", "bookworm", "Debian 12 (bookworm)", "http://deb.debian.org/debian", true}};
    checks = {{"namespace.user", "User namespace", "Namespaces", "ok", "there; at most 95000 a user",
               "Root inside is an ordinary user outside.", "No container can be started.", "", true},
              {"namespace.pid", "Process namespace", "Namespaces", "ok", "there",
               "A container sees its own processes only.", "No container can be started.", "", true},
              {"network.dnsmasq", "dnsmasq", "Network", "missing", "not installed",
               "Names and addresses on the bridge.", "Containers start without a network only.",
               "apt install dnsmasq-base", false},
              {"security.apparmor", "AppArmor", "Security", "warning", "not active",
               "A second wall around containers.", "Containers run without it.", "Boot with lsm=…,apparmor.",
               false}};
    journal = {{4, minutesAgo(1), 1000, "container.start", "db", "storage.no_space", "", ""},
               {3, minutesAgo(5), 1000, "container.set", "web", "done",
                R"({"limits":{"memory":536870912,"cpuCap":null}})",
                R"({"limits":{"memory":268435456,"cpuCap":150}})"},
               {2, minutesAgo(30), 0, "image.delete", "old", "auth.denied", "", ""},
               {1, minutesAgo(90), 0, "container.create", "web", "done", "",
                R"({"image":"busybox","limits":{"memory":536870912,"swap":null}})"}};
}

Result<Json> FakeHelper::pageAnswer(const protocol::Request &request)
{
    if (request.method == "rights.get")
        return protocol::toJson(m_world.rights.value_or(rightsOf(m_rights)));
    if (request.method == "host.check")
        return listOf(m_world.checks);
    if (request.method == "image.sources")
        return listOf(m_world.sources);
    if (request.method == "journal.list") {
        const auto limit = request.params.value("limit", std::size_t(100));
        const auto shown = std::min(limit, m_world.journal.size());
        return listOf(std::vector<JournalEntry>(
            m_world.journal.begin(), m_world.journal.begin() + static_cast<std::ptrdiff_t>(shown)));
    }
    const std::string name = request.params.value("name", std::string());
    if (m_world.images.contains(name))
        return fail(ErrorCode::NameTaken, "build image", name, "there is an image of that name");
    ImageRecipe recipe{request.params.value("distribution", ""), request.params.value("release", ""),
                       request.params.value("mirror", "http://deb.debian.org/debian"), "amd64"};
    return beginJob(request, State::Stopped, [this, name, recipe] {
        m_world.images[name] = madeUpImage(name, "Debian GNU/Linux (" + recipe.release + ")", "systemd");
        m_world.images[name].recipe = recipe;
        announceImages();
        return protocol::toJson(m_world.images[name]);
    });
}

} // namespace taper::test
