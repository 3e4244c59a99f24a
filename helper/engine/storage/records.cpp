// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/records.h"

#include "core/cpu_set.h"
#include "core/names.h"
#include "engine/storage/fields.h"

#include <algorithm>
#include <arpa/inet.h>

namespace taper::storage {

namespace {

constexpr std::size_t maximumArguments = 1024;
constexpr std::size_t maximumText = 32768;

bool isHex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Interface names of network(7), as far as we make or accept them.
bool isInterfaceName(std::string_view text)
{
    return text.size() <= 15 && text != "." && text != ".." &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_' || c == '.';
           });
}

bool isAddress(const std::string &text)
{
    in_addr address;
    return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool isMac(std::string_view text)
{
    if (text.size() != 17)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i % 3 == 2 ? text[i] != ':' : !isHex(text.substr(i, 1)))
            return false;
    return true;
}

bool hasControlBytes(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

tl::unexpected<Error> wrong(const char *field, std::string why)
{
    return fail(ErrorCode::StorageCorrupt, "check record", {}, "field \"" + std::string(field) + "\" " + why);
}

Status checkNetwork(const ContainerRecord &record)
{
    if (!isInterfaceName(record.network))
        return wrong("network", "is not the name of an interface");
    if (!record.address.empty() && !isAddress(record.address))
        return wrong("address", "is not an IPv4 address");
    if (record.network.empty() != record.address.empty())
        return wrong("address", "must be there with a network and only then");
    if (!record.mac.empty() && !isMac(record.mac))
        return wrong("mac", "is not a MAC address");
    if (record.prefix < 8 || record.prefix > 30)
        return wrong("prefix", "is not within 8 to 30");
    return {};
}

Status checkCommand(const ContainerRecord &record)
{
    for (const auto &argument : record.command)
        if (argument.find('\0') != std::string::npos)
            return wrong("command", "holds a zero byte");
    if (!record.command.empty() && record.command.front().empty())
        return wrong("command", "has no program");
    for (const auto &[name, value] : record.environment)
        if (name.empty() || name.find('=') != std::string::npos || hasControlBytes(name) ||
            value.find('\0') != std::string::npos)
            return wrong("environment", "has an entry that is not NAME=value");
    return {};
}

std::optional<Limits> limitsFrom(FieldReader &reader)
{
    FieldReader nested = reader.object("limits");
    Limits limits;
    limits.memory = nested.optionalNumber("memory", minimumMemoryLimit, INT64_MAX);
    if (const auto weight = nested.optionalNumber("cpuWeight", minimumCpuWeight, maximumCpuWeight))
        limits.cpuWeight = static_cast<std::uint32_t>(*weight);
    limits.swap = nested.optionalNumber("swap", 0, INT64_MAX);
    if (const auto cap = nested.optionalNumber("cpuCap", minimumCpuCap, maximumCpuCap))
        limits.cpuCap = static_cast<std::uint32_t>(*cap);
    if (nested.present("cpus"))
        limits.cpus = nested.text("cpus", 4096);
    limits.processes = nested.optionalNumber("processes", 1, maximumProcesses);
    return limits;
}

std::optional<LastFailure> failureFrom(FieldReader &reader)
{
    if (!reader.present("lastFailure"))
        return std::nullopt;
    FieldReader nested = reader.object("lastFailure");
    return LastFailure{nested.text("when", 64), nested.text("step", 256), nested.text("code", 64),
                       nested.text("message", maximumText)};
}

Json optionalJson(const auto &value)
{
    return value ? Json(*value) : Json(nullptr);
}

std::string dump(const Json &json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

bool isNumber(std::string_view text)
{
    return !text.empty() && text.size() <= 18 && text.front() != '0' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status checkRecord(const ContainerRecord &record)
{
    if (!checkContainerName(record.name))
        return wrong("name", "is not a container's name");
    if (!record.renamedFrom.empty() &&
        (!checkContainerName(record.renamedFrom) || record.renamedFrom == record.name))
        return wrong("renamedFrom", "is not another container's name");
    if (!isNumber(record.id))
        return wrong("id", "is not a number");
    if (!isNumber(record.layer))
        return wrong("layer", "is not a number");
    if (!checkImageName(record.image))
        return wrong("image", "is not an image's name");
    if (record.fingerprint.size() != 64 || !isHex(record.fingerprint))
        return wrong("fingerprint", "is not 64 hexadecimal digits");
    if (record.idFirst < firstIdRange || (record.idFirst - firstIdRange) % idRangeSize != 0)
        return wrong("idFirst", "is not the first of one of our ranges of 65536 ids");
    if ((record.idFirst - firstIdRange) / idRangeSize >= idRangeCount)
        return wrong("idFirst", "is above the last of our ranges of ids");
    if (record.limits.cpus && !parseCpuSet(*record.limits.cpus))
        return wrong("limits.cpus", "is not a list of CPUs");
    if (Status status = checkNetwork(record); !status)
        return status;
    return checkCommand(record);
}

Status checkRecord(const ImageRecord &record)
{
    if (!checkImageName(record.name))
        return wrong("name", "is not an image's name");
    if (record.fingerprint.size() != 64 || !isHex(record.fingerprint))
        return wrong("fingerprint", "is not 64 hexadecimal digits");
    if (record.init != "systemd" && record.init != "busybox" && record.init != "other")
        return wrong("init", "is none of systemd, busybox, other");
    if (hasControlBytes(record.os))
        return wrong("os", "holds control characters");
    return {};
}

Result<ContainerRecord> containerRecordFromText(std::string_view text)
{
    FieldReader reader = FieldReader::parse(text);
    ContainerRecord record;
    reader.expectVersion(recordVersion);
    record.name = reader.text("name", 63);
    if (reader.present("renamedFrom"))
        record.renamedFrom = reader.text("renamedFrom", 63);
    record.id = reader.text("id", 18);
    record.owner = static_cast<std::uint32_t>(reader.number("owner", 0, UINT32_MAX - 1));
    record.image = reader.text("image", 128);
    record.fingerprint = reader.text("fingerprint", 64);
    record.layer = reader.text("layer", 18);
    record.idFirst = static_cast<std::uint32_t>(reader.number("idFirst", firstIdRange, UINT32_MAX));
    record.limits = limitsFrom(reader).value_or(Limits{});
    record.network = reader.text("network", 15);
    record.address = reader.text("address", 15);
    record.prefix = static_cast<std::uint8_t>(reader.number("prefix", 0, 32));
    record.mac = reader.text("mac", 17);
    record.addressFixed = reader.present("addressFixed") && reader.boolean("addressFixed");
    record.macFixed = reader.present("macFixed") && reader.boolean("macFixed");
    record.generation = static_cast<std::uint32_t>(reader.number("generation", 0, UINT32_MAX));
    record.createdAt = reader.text("createdAt", 64);
    record.ephemeral = reader.boolean("ephemeral");
    record.command = reader.texts("command", maximumArguments, maximumText);
    record.environment = reader.pairs("environment", maximumArguments, maximumText);
    record.lastFailure = failureFrom(reader);
    if (const auto status = reader.optionalNumber("exitStatus", 0, 255))
        record.exitStatus = static_cast<std::int32_t>(*status);
    if (Status status = reader.status(); !status)
        return tl::unexpected(std::move(status.error()));
    if (Status status = checkRecord(record); !status)
        return tl::unexpected(std::move(status.error()));
    return record;
}

Result<ImageRecord> imageRecordFromText(std::string_view text)
{
    FieldReader reader = FieldReader::parse(text);
    ImageRecord record;
    reader.expectVersion(recordVersion);
    record.name = reader.text("name", 128);
    record.fingerprint = reader.text("fingerprint", 64);
    record.createdAt = reader.text("createdAt", 64);
    record.os = reader.text("os", 256);
    record.init = reader.text("init", 16);
    if (reader.present("recipe")) {
        FieldReader nested = reader.object("recipe");
        record.recipe = ImageRecipe{nested.text("distribution", 32), nested.text("release", 64),
                                    nested.text("mirror", 512), nested.text("architecture", 32)};
    }
    record.sizeBytes = reader.number("sizeBytes", 0, INT64_MAX);
    if (Status status = reader.status(); !status)
        return tl::unexpected(std::move(status.error()));
    if (Status status = checkRecord(record); !status)
        return tl::unexpected(std::move(status.error()));
    return record;
}

Result<std::uint64_t> nextContainerFromText(std::string_view text)
{
    FieldReader reader = FieldReader::parse(text);
    reader.expectVersion(recordVersion);
    const std::uint64_t next = reader.number("nextContainer", 1, 999'999'999'999'999'999);
    if (Status status = reader.status(); !status)
        return tl::unexpected(std::move(status.error()));
    return next;
}

std::string toText(const ContainerRecord &record)
{
    Json environment = Json::array();
    for (const auto &[name, value] : record.environment)
        environment.push_back(Json::array({name, value}));
    Json failure;
    if (record.lastFailure)
        failure = {{"when", record.lastFailure->when},
                   {"step", record.lastFailure->step},
                   {"code", record.lastFailure->code},
                   {"message", record.lastFailure->message}};
    return dump({{"version", recordVersion},
                 {"name", record.name},
                 {"renamedFrom", record.renamedFrom},
                 {"id", record.id},
                 {"owner", record.owner},
                 {"image", record.image},
                 {"fingerprint", record.fingerprint},
                 {"layer", record.layer},
                 {"idFirst", record.idFirst},
                 {"limits",
                  {{"memory", optionalJson(record.limits.memory)},
                   {"swap", optionalJson(record.limits.swap)},
                   {"cpuWeight", optionalJson(record.limits.cpuWeight)},
                   {"cpuCap", optionalJson(record.limits.cpuCap)},
                   {"cpus", optionalJson(record.limits.cpus)},
                   {"processes", optionalJson(record.limits.processes)}}},
                 {"network", record.network},
                 {"address", record.address},
                 {"prefix", record.prefix},
                 {"mac", record.mac},
                 {"addressFixed", record.addressFixed},
                 {"macFixed", record.macFixed},
                 {"generation", record.generation},
                 {"createdAt", record.createdAt},
                 {"ephemeral", record.ephemeral},
                 {"command", record.command},
                 {"environment", environment},
                 {"lastFailure", failure},
                 {"exitStatus", optionalJson(record.exitStatus)}});
}

std::string toText(const ImageRecord &record)
{
    Json recipe;
    if (record.recipe)
        recipe = {{"distribution", record.recipe->distribution},
                  {"release", record.recipe->release},
                  {"mirror", record.recipe->mirror},
                  {"architecture", record.recipe->architecture}};
    return dump({{"version", recordVersion},
                 {"name", record.name},
                 {"fingerprint", record.fingerprint},
                 {"createdAt", record.createdAt},
                 {"os", record.os},
                 {"init", record.init},
                 {"sizeBytes", record.sizeBytes},
                 {"recipe", recipe}});
}

std::string nextContainerToText(std::uint64_t next)
{
    return dump({{"version", recordVersion}, {"nextContainer", next}});
}

} // namespace taper::storage
