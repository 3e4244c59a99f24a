// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/networks.h"

#include "engine/sys/beneath.h"
#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr const char *settingsFile = "networks.json";
constexpr std::size_t maximumSettings = 65536;
constexpr int settingsVersion = 1;

Json toJson(const network::BridgeInfo &bridge)
{
    return {{"name", bridge.name},
            {"kind", bridge.kind},
            {"owner", bridge.owner},
            {"address", bridge.address.empty() ? Json() : Json(bridge.address)},
            {"ports", bridge.ports},
            {"state", bridge.state},
            {"nat", bridge.nat ? Json(*bridge.nat) : Json()}};
}

Result<bool> natFrom(const std::string &text)
{
    const auto wrong = [](const char *why) {
        return fail(ErrorCode::StorageCorrupt, "read", settingsFile, why,
                    "NAT of taper0 is off until `taperctl network set taper0 nat=on`.");
    };
    auto json = protocol::parseJson(text);
    if (!json || !json->is_object())
        return wrong("it is not a JSON object");
    if (auto version = protocol::Fields(*json).requireInteger("version", settingsVersion, settingsVersion);
        !version)
        return wrong("its version is not known here");
    const auto networks = json->find("networks");
    if (networks == json->end() || !networks->is_object() || !networks->contains("taper0"))
        return wrong("it says nothing about taper0");
    const Json &bridge = (*networks)["taper0"];
    if (!bridge.is_object() || !bridge.contains("nat") || !bridge["nat"].is_boolean())
        return wrong("nat of taper0 is neither true nor false");
    return bridge["nat"].get<bool>();
}
} // namespace

bool savedNat(int stateDirectory)
{
    if (!beneath::exists(stateDirectory, settingsFile))
        return true;
    const auto text = beneath::readFile(stateDirectory, settingsFile, maximumSettings);
    const auto nat = text ? natFrom(*text) : tl::unexpected(text.error());
    if (!nat)
        spdlog::error("{} {}", nat.error().message(), nat.error().hint);
    return nat.value_or(false);
}

void Networks::addTo(Router &router)
{
    router.on("network.list", [this](Call call) { list(std::move(call)); });
    router.on("network.set", [this](Call call) { set(std::move(call)); });
}

void Networks::list(Call call)
{
    auto bridges = m_network.bridges();
    if (!bridges) {
        call.reply(tl::unexpected(bridges.error()));
        return;
    }
    Json networks = Json::array();
    for (const auto &bridge : *bridges)
        networks.push_back(toJson(bridge));
    call.reply(std::move(networks));
}

/// In force and saved, or neither.
Status Networks::setNat(const std::string &name, bool nat)
{
    const bool before = m_network.nat();
    if (Status live = m_network.setNat(name, nat); !live)
        return live;
    const Json settings{{"version", settingsVersion}, {"networks", {{name, {{"nat", nat}}}}}};
    Status saved =
        beneath::writeFileAtomically(m_stateDirectory, settingsFile, protocol::dumpJson(settings) + "\n");
    if (!saved)
        if (Status back = m_network.setNat(name, before); !back)
            spdlog::error("{}", back.error().message());
    return saved;
}

void Networks::set(Call call)
{
    protocol::Fields fields(call.params);
    auto name = fields.requireString("name", 64);
    if (!name) {
        call.reply(tl::unexpected(name.error()));
        return;
    }
    const auto nat = call.params.find("nat");
    if (nat == call.params.end() || !nat->is_boolean()) {
        call.reply(fail(ErrorCode::InvalidArgument, "set", "nat", "must be true or false"));
        return;
    }
    if (call.note)
        *call.note = {protocol::dumpJson({{"nat", m_network.nat()}}), protocol::dumpJson({{"nat", *nat}})};
    if (Status done = setNat(*name, nat->get<bool>()); !done) {
        call.reply(tl::unexpected(done.error()));
        return;
    }
    m_changed();
    auto bridges = m_network.bridges();
    if (!bridges) {
        call.reply(tl::unexpected(bridges.error()));
        return;
    }
    for (const auto &bridge : *bridges)
        if (bridge.name == *name) {
            call.reply(toJson(bridge));
            return;
        }
    call.reply(fail(ErrorCode::NetworkUnknown, "set", *name, "it has gone meanwhile"));
}

} // namespace taper::daemon
