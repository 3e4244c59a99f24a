// SPDX-License-Identifier: GPL-3.0-or-later
// container.create: image -> id range, address, layer -> names and password into the layer -> record ->
// start.
#include "daemon/containers.h"

#include "core/names.h"
#include "daemon/passwords.h"
#include <algorithm>
#include <spdlog/spdlog.h>
#include <strings.h>

namespace taper::daemon {

using protocol::Json;

struct Containers::Creation
{
    storage::ContainerRecord record;
    std::string user, password;
    bool generated = false, start = false;
    std::shared_ptr<Job> job;
    std::uint32_t uid = 0;
    AddressWish wish;
};

namespace {
Status readEnvironment(const Json &params, storage::ContainerRecord &record)
{
    auto found = params.find("environment");
    if (found == params.end() || found->is_null())
        return {};
    if (!found->is_object() || found->size() > 256)
        return fail(ErrorCode::InvalidArgument, "environment", "",
                    "must be an object of at most 256 strings");
    for (const auto &[name, value] : found->items()) {
        if (!value.is_string() || name.empty() ||
            name.find_first_of(std::string_view("=\0", 2)) != std::string::npos ||
            value.get_ref<const std::string &>().find('\0') != std::string::npos)
            return fail(ErrorCode::InvalidArgument, "environment", name.substr(0, 64),
                        "not a name and a string");
        record.environment.emplace_back(name, value.get<std::string>());
    }
    return {};
}
/// What would not fit into a launch plan, or holds control bytes, is refused before anything is made.
Status checkLaunchable(const storage::ContainerRecord &record)
{
    auto clean = [](const std::string &text) {
        return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    };
    std::size_t argumentBytes = 0, environmentBytes = 0;
    for (const auto &argument : record.command) {
        argumentBytes += argument.size() + 1;
        if (!clean(argument))
            return fail(ErrorCode::InvalidArgument, "command", record.name, "it holds control characters");
    }
    for (const auto &[name, value] : record.environment) {
        environmentBytes += name.size() + value.size() + 2;
        if (!clean(name) || !clean(value))
            return fail(ErrorCode::InvalidArgument, "environment", record.name,
                        "it holds control characters");
    }
    if (!record.command.empty() && record.command.front().empty())
        return fail(ErrorCode::InvalidArgument, "command", record.name, "its first word is empty");
    if (argumentBytes > sizeof LaunchPlan::arguments ||
        environmentBytes > sizeof LaunchPlan::environment - 256)
        return fail(ErrorCode::InvalidArgument, "create", record.name,
                    "command or environment is longer than 16000 bytes");
    return {};
}
} // namespace

Result<std::shared_ptr<Containers::Creation>> Containers::readCreation(const Call &call)
{
    auto creation = std::make_shared<Creation>();
    protocol::Fields fields(call.params);
    auto &record = creation->record;
    auto name = fields.requireString("name", 256);
    if (!name)
        return tl::unexpected(name.error());
    if (auto good = checkContainerName(*name); !good)
        return tl::unexpected(good.error());
    auto image = fields.requireString("image", 128);
    auto user = fields.string("user", 64);
    auto password = fields.string("password", 256);
    auto networkName = fields.string("network", 15);
    auto wish = readAddressWish(call.params);
    auto ephemeral = fields.boolean("ephemeral", false), start = fields.boolean("start", false);
    auto command = fields.strings("command", 256);
    for (const Error *error :
         {image ? nullptr : &image.error(), user ? nullptr : &user.error(),
          password ? nullptr : &password.error(), wish ? nullptr : &wish.error(), networkName ? nullptr : &networkName.error(),
          ephemeral ? nullptr : &ephemeral.error(), start ? nullptr : &start.error(),
          command ? nullptr : &command.error()})
        if (error)
            return tl::unexpected(*error);
    creation->user = user->value_or("root");
    if (auto good = checkUserName(creation->user); !good)
        return tl::unexpected(good.error());
    creation->generated = !*password || (*password)->empty();
    creation->password = creation->generated ? generatePassword() : **password;
    if (auto found = call.params.find("limits"); found != call.params.end() && !found->is_null()) {
        auto change = protocol::limitsChangeFromJson(*found);
        auto limits = change.and_then([](const LimitsChange &asked) { return applied(Limits(), asked); });
        if (!limits)
            return tl::unexpected(limits.error());
        record.limits = *limits;
    }
    if (fields.has("network") && fields.isNull("network"))
        record.network.clear();
    else
        record.network = networkName->value_or("taper0");
    if (auto good = readEnvironment(call.params, record); !good)
        return tl::unexpected(good.error());
    creation->wish = *wish;
    record.name = *name;
    record.image = *image;
    record.ephemeral = *ephemeral;
    record.command = std::move(*command);
    record.owner = call.peer.uid;
    if (auto good = checkLaunchable(record); !good)
        return tl::unexpected(good.error());
    creation->start = *start;
    creation->uid = call.peer.uid;
    return creation;
}

/// Names are host names, and the resolver does not tell upper from lower case (RFC 4343).
bool Containers::nameIsTaken(const std::string &name, const std::string &but) const
{
    auto same = [&](const auto &entry) {
        return entry.first != but && strcasecmp(entry.first.c_str(), name.c_str()) == 0;
    };
    return std::any_of(m_containers.begin(), m_containers.end(), same) ||
           std::any_of(m_beingMade.begin(), m_beingMade.end(), same);
}

void Containers::create(Call call)
{
    auto read = readCreation(call);
    if (!read) {
        call.reply(tl::unexpected(read.error()));
        return;
    }
    auto creation = *read;
    const std::string &name = creation->record.name;
    Status possible;
    if (nameIsTaken(name))
        possible = fail(ErrorCode::NameTaken, "create", name, "there is already a container of that name",
                        "Choose another name.");
    else if (!m_parts.images.find(creation->record.image) && creation->record.image != "busybox")
        possible =
            fail(ErrorCode::ImageUnknown, "create " + name, creation->record.image, "there is no such image",
                 "`taperctl image list` shows those there are; `taperctl image add FILE` adds one.");
    else if (!creation->record.network.empty() && creation->record.network != "taper0")
        possible = fail(ErrorCode::NetworkUnknown, "create " + name, creation->record.network,
                        "there is no such network", "Use taper0, or none.");
    else
        possible = m_parts.cgroups.check(name, creation->record.limits);
    if (auto tried = creation->record; possible && !creation->wish.empty())
        possible = settleAddress(m_parts.network, othersOf(name), creation->wish, tried);
    if (!possible) {
        call.reply(tl::unexpected(possible.error()));
        return;
    }
    creation->job = m_parts.jobs.begin("container.create", name, call.peer, call.connection);
    m_beingMade.emplace(name, creation->record);
    call.reply(Json{{"job", creation->job->info().job}});
    auto imageReady = [this, creation](Status status) {
        if (status)
            status = reserve(*creation);
        if (!status)
            finishCreation(creation, status);
        else
            prepareLayer(creation);
    };
    if (m_parts.images.find(creation->record.image))
        imageReady({});
    else
        m_parts.images.ensureBusybox(creation->job, imageReady);
}

std::vector<storage::ContainerRecord> Containers::othersOf(const std::string &name) const
{
    std::vector<storage::ContainerRecord> others;
    for (const auto &[other, container] : m_containers)
        if (other != name)
            others.push_back(container->record);
    for (const auto &[other, record] : m_beingMade)
        if (other != name && record.idFirst != 0)
            others.push_back(record);
    return others;
}

/// Its address collides with something new on this computer, or with the network that the bridge has by now: another
/// one, if it was not asked for.
bool Containers::readdress(Container &container)
{
    auto wanted = container.record;
    if (wanted.addressFixed)
        return false;
    AddressWish wish;
    wish.address.emplace();
    if (!settleAddress(m_parts.network, othersOf(wanted.name), wish, wanted) || wanted.address == container.record.address)
        return false;
    if (auto saved = m_parts.storage.saveContainer(wanted); !saved) {
        spdlog::error("{}: {}", wanted.name, saved.error().message());
        return false;
    }
    spdlog::info("{}: {} cannot be used any more, it has {} now", wanted.name, container.record.address, wanted.address);
    container.record = std::move(wanted);
    container.attachment = attachmentOf(container.record);
    return true;
}

/// Takes what no two containers may share: number, id range, address; and makes the layer.
Status Containers::reserve(Creation &creation)
{
    auto &record = creation.record;
    const auto *image = m_parts.images.find(record.image);
    if (!image)
        return fail(ErrorCode::ImageUnknown, "create " + record.name, record.image,
                    "the image has gone meanwhile");
    record.fingerprint = image->fingerprint;
    const auto others = othersOf(record.name);
    auto range = storage::chooseIdRange(others);
    if (!range)
        return tl::unexpected(range.error());
    record.idFirst = *range;
    if (auto settled = settleAddress(m_parts.network, others, creation.wish, record); !settled)
        return settled;
    auto layer = m_parts.storage.createLayer();
    if (!layer)
        return tl::unexpected(layer.error());
    record.layer = *layer;
    record.id = m_parts.storage.nextContainerId();
    record.createdAt = timestamp();
    m_beingMade[record.name] = record;
    return {};
}

void Containers::prepareLayer(std::shared_ptr<Creation> creation)
{
    auto hash = hashPassword(creation->password);
    if (!hash) {
        finishCreation(creation, tl::unexpected(hash.error()));
        return;
    }
    creation->job->step("prepare the layer");
    const auto *image = m_parts.images.find(creation->record.image);
    Json task{{"kind", "prepare-layer"},
              {"lower", m_parts.storage.lowerPath(*image)},
              {"upper", "layers/" + creation->record.layer + "/upper"},
              {"hostname", creation->record.name},
              {"user", creation->user},
              {"passwordHash", *hash}};
    m_parts.workers.runStorage(std::move(task), nullptr, [this, creation](Result<Json> report) {
        Status status =
            report ? m_parts.storage.saveContainer(creation->record) : tl::unexpected(report.error());
        finishCreation(creation, status);
    });
}

void Containers::finishCreation(std::shared_ptr<Creation> creation, Status status)
{
    const auto &record = creation->record;
    m_beingMade.erase(record.name);
    m_parts.journal.add(
        creation->uid, "container.create", record.name,
        status ? "done" : std::string(errorCodeName(status.error().code)), "",
        protocol::dumpJson({{"image", record.image},
                            {"limits", protocol::toJson(record.limits)},
                            {"address", record.address}}));
    if (!status) {
        if (!record.layer.empty()) {
            (void)m_parts.storage.dropContainer(record); // the layer alone: there is no record yet
            m_parts.workers.emptyTrash();
        }
        creation->job->finish(tl::unexpected(status.error()));
        return;
    }
    auto container = std::make_unique<Container>();
    container->record = record;
    container->attachment = attachmentOf(record);
    Container &made = *container;
    m_containers.emplace(record.name, std::move(container));
    m_changed(record.name);
    Json result{{"name", record.name},
                {"user", creation->user},
                {"password", creation->generated ? Json(creation->password) : Json()}};
    if (!creation->start) {
        creation->job->finish(std::move(result));
        return;
    }
    m_lifecycle.start(made, creation->job, [job = creation->job, result](Status started) {
        if (started) {
            job->finish(result);
            return;
        }
        Error error = started.error();
        error.hint = "It is created, but not running. " + error.hint;
        job->finish(tl::unexpected(std::move(error)), &result);
    });
}

} // namespace taper::daemon
