// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/deed.h"

#include "core/names.h"
#include <array>
#include <charconv>
#include <cstdio>
#include <memory>
#include <pwd.h>

namespace taper::daemon {

using protocol::Action;
using protocol::Json;

namespace {
constexpr const char *useAny = "org.taper.use-any";

/// $(deed) and $(deed-es) of polkit/org.taper.policy, before "your container 'web'" and "su contenedor «web»".
struct Words
{
    std::string_view method;
    const char *english, *spanish;
};
constexpr std::array words{
    Words{"container.start", "start", "iniciar"},
    Words{"container.stop", "stop", "detener"},
    Words{"container.kill", "kill", "matar"},
    Words{"container.restart", "restart", "reiniciar"},
    Words{"container.freeze", "freeze", "congelar"},
    Words{"container.unfreeze", "unfreeze", "descongelar"},
    Words{"container.rename", "rename", "cambiar el nombre de"},
    Words{"container.delete", "delete", "eliminar"},
    Words{"container.set", "change the settings of", "cambiar los ajustes de"},
    Words{"container.console", "open the console of", "abrir la consola de"},
    Words{"container.exec", "run a program in", "ejecutar un programa en"},
    Words{"image.add", "add", "añadir"},
    Words{"image.build", "build", "construir"},
    Words{"image.delete", "delete", "eliminar"},
};

const Words &wordsOf(std::string_view method)
{
    static constexpr Words other{"", "use", "usar"};
    for (const auto &entry : words)
        if (entry.method == method)
            return entry;
    return other;
}

/// From /etc/passwd alone: a name service may ask the network, and the loop must not wait (nsswitch.conf(5)).
std::string userName(uid_t uid)
{
    const std::unique_ptr<FILE, int (*)(FILE *)> file(fopen("/etc/passwd", "re"), fclose);
    passwd entry{}, *found = nullptr;
    char buffer[4096];
    while (file && fgetpwent_r(file.get(), &entry, buffer, sizeof buffer, &found) == 0 && found)
        if (found->pw_uid == uid)
            return found->pw_name;
    return "uid " + std::to_string(uid);
}

std::optional<std::string> text(const Json &params, const char *field)
{
    const auto found = params.find(field);
    if (found == params.end() || !found->is_string())
        return std::nullopt;
    return found->get<std::string>();
}

Deed observation()
{
    return {std::string(protocol::actionName(Action::Observe)), "", {}};
}

/// A deed on what has a name but no owner. Nobody is asked about a name that could not be shown to him.
template <typename Check>
Result<Deed> ofNamed(const protocol::Method &method, const Json &params, const char *kind, Check check)
{
    const auto name = text(params, "name");
    if (!name)
        return fail(ErrorCode::InvalidArgument, "name", "", "missing, or not a text");
    if (Status good = check(*name); !good)
        return tl::unexpected(good.error());
    const Words &said = wordsOf(method.name);
    return Deed{std::string(protocol::actionName(method.action)),
                "",
                {{kind, *name}, {"deed", said.english}, {"deed-es", said.spanish}}};
}

Status checkNetworkName(const std::string &name)
{
    // A link's name: 15 bytes, and none that a prompt could be bent with.
    if (auto good = checkContainerName(name); good && name.size() <= 15)
        return good;
    return fail(ErrorCode::NetworkUnknown, "network", "", "there is no such network",
                "`taperctl network list` shows them.");
}
} // namespace

Deed Deeds::ofContainer(const protocol::Method &method, const Json &params, const Peer &peer) const
{
    const auto name = text(params, "name");
    const auto container = name ? m_sources.container(*name) : std::nullopt;
    if (!container)
        return observation();
    const Words &said = wordsOf(method.name);
    Deed deed;
    deed.action = container->owner == peer.uid ? protocol::actionName(Action::UseContainer) : useAny;
    deed.about = container->id;
    deed.details = {{"container", *name}, {"deed", said.english}, {"deed-es", said.spanish}};
    deed.details.emplace_back("owner", userName(container->owner));
    return deed;
}

Result<Deed> Deeds::of(const protocol::Method &method, const Json &params, const Peer &peer) const
{
    switch (method.action) {
    case Action::None:
        return Deed{};
    case Action::Observe:
        return observation();
    case Action::Create:
        return ofNamed(method, params, "container", checkContainerName);
    case Action::Image:
        return ofNamed(method, params, "image", checkImageName);
    case Action::Network:
        return ofNamed(method, params, "network", checkNetworkName);
    case Action::UseContainer:
        break;
    }
    if (method.name == "job.cancel") {
        const auto job = params.find("job");
        const bool own = job != params.end() && job->is_number_integer() &&
                         m_sources.isOwnJob(job->get<std::int64_t>(), peer.uid);
        return own ? Deed{} : observation(); // others' are refused by their handler
    }
    // Permission was given when it was opened, and is not asked for again at each change of its size.
    for (const char *field : {"console", "exec"})
        if (!params.contains("name") && params.contains(field)) {
            const auto number = text(params, field);
            return number && m_sources.isOwnSession(*number, peer.uid) ? Deed{} : observation();
        }
    return ofContainer(method, params, peer);
}

} // namespace taper::daemon
