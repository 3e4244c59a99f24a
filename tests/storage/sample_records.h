// SPDX-License-Identifier: GPL-3.0-or-later
// Records that are valid, for tests to change one thing of. Runs in: the tests.
#pragma once
#include "engine/storage/storage.h"

namespace taper::storage {

inline ImageRecord sampleImage(const std::string &name = "debian/12", char digit = 'a')
{
    ImageRecord record;
    record.name = name;
    record.fingerprint = std::string(64, digit);
    record.createdAt = "2026-11-03T08:15:00Z";
    record.os = "Debian GNU/Linux 12 (bookworm)";
    record.init = "systemd";
    record.sizeBytes = 178'000'000;
    return record;
}

inline ContainerRecord sampleContainer(const std::string &name, const std::string &id,
                                       const std::string &layer)
{
    ContainerRecord record;
    record.name = name;
    record.id = id;
    record.layer = layer;
    record.owner = 1000;
    record.image = "debian/12";
    record.fingerprint = std::string(64, 'a');
    record.idFirst = std::uint32_t(0x70000000 + std::stoul(id) * 65536);
    record.limits = {std::uint64_t(512) << 20, 200};
    record.network = "taper0";
    record.address = "10.83.0.4";
    record.mac = "02:54:50:00:00:04";
    record.generation = 7;
    record.createdAt = "2026-11-03T08:15:00Z";
    record.command = {"/bin/sleep", "a b"};
    record.environment = {{"LANG", "es_ES.UTF-8"}, {"EMPTY", ""}};
    record.lastFailure =
        LastFailure{"2026-11-03T08:16:00Z", "overlay", "container.start_failed", "it said \"no\"\n"};
    record.exitStatus = 137;
    return record;
}

} // namespace taper::storage
