// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what is there at start, and collecting what a crash left. What cannot be read is reported and left
// where it is; while a container's record is unreadable no layer is collected, because any of them may be
// that one's. Runs in: helper.
#include "engine/storage/disk_storage.h"

#include "engine/storage/records.h"
#include "engine/sys/beneath.h"

#include <algorithm>

namespace taper::storage {

Error DiskStorage::problem(const std::string &file, const Error &error) const
{
    std::string why = error.detail;
    if (why.empty())
        why = error.errnoValue == ENOENT ? "it is missing" : error.message();
    return std::move(
        fail(ErrorCode::StorageCorrupt, "load", m_path + "/" + file, why,
             "Repair that file, or move its directory out of " + m_path + ", then restart taper-helper.")
            .value());
}

void DiskStorage::containerProblem(const std::string &name, const Error &error)
{
    m_containerProblems.push_back(problem("containers/" + name + "/container.json", error));
}

Result<ContainerRecord> DiskStorage::readContainer(const std::string &name) const
{
    auto text =
        beneath::readFile(m_directory.get(), "containers/" + name + "/container.json", maximumRecordBytes);
    if (!text)
        return tl::unexpected(std::move(text.error()));
    auto record = containerRecordFromText(*text);
    if (record && record->name != name && record->renamedFrom != name)
        return fail(ErrorCode::StorageCorrupt, "load", name, "it names another container: " + record->name);
    return record;
}

Result<ImageRecord> DiskStorage::readImage(const std::string &name) const
{
    auto text = beneath::readFile(m_directory.get(), "images/" + name + "/image.json", maximumRecordBytes);
    if (!text)
        return tl::unexpected(std::move(text.error()));
    auto record = imageRecordFromText(*text);
    if (record && record->fingerprint.substr(0, 16) != name)
        return fail(ErrorCode::StorageCorrupt, "load", name, "its fingerprint is not the directory's name");
    if (record && !beneath::openDirectory(m_directory.get(), "images/" + name + "/rootfs"))
        return fail(ErrorCode::StorageCorrupt, "load", name, "the directory rootfs beside it is missing");
    return record;
}

namespace {

/// What the one has in common with one of the others that two containers must never share; "" = nothing.
std::string clash(const ContainerRecord &one, const std::vector<ContainerRecord> &others)
{
    for (const auto &other : others) {
        if (other.id == one.id)
            return "field \"id\" is that of container " + other.name + " too";
        if (other.layer == one.layer)
            return "field \"layer\" is that of container " + other.name + " too";
        if (other.idFirst == one.idFirst)
            return "field \"idFirst\" is that of container " + other.name + " too";
    }
    return {};
}

} // namespace

Result<std::vector<ContainerRecord>> DiskStorage::loadContainers()
{
    auto names = beneath::list(m_directory.get(), "containers");
    if (!names)
        return tl::unexpected(std::move(names.error()));
    m_containerProblems.clear();
    m_known.clear();
    bool allRead = true;
    std::vector<ContainerRecord> good, all;
    for (const std::string &name : *names) {
        auto record = readContainer(name);
        // A rename that a crash interrupted after it was written down.
        if (record && record->name != name)
            if (Status moved = moveContainer(name, record->name); !moved)
                record = tl::unexpected(std::move(moved.error()));
        if (!record) {
            allRead = false;
            containerProblem(name, record.error());
            continue;
        }
        all.push_back(*record);
        const std::string shared = clash(*record, good);
        if (!shared.empty())
            containerProblem(name, fail(ErrorCode::StorageCorrupt, "load", name, shared).value());
        else if (!beneath::exists(m_directory.get(), "layers/" + record->layer + "/upper"))
            containerProblem(name, fail(ErrorCode::StorageCorrupt, "load", name,
                                        "its layer " + record->layer + " is missing")
                                       .value());
        else {
            m_known[record->name] = record->id;
            good.push_back(std::move(*record));
        }
    }
    m_nextContainer = std::max(m_nextContainer, nextContainerFrom(all));
    if (allRead)
        if (Status done = collectLayers(all); !done)
            m_containerProblems.push_back(std::move(done.error()));
    return good;
}

std::uint64_t DiskStorage::nextContainerFrom(const std::vector<ContainerRecord> &all)
{
    std::uint64_t next = 1;
    for (const auto &record : all)
        next = std::max<std::uint64_t>(next, std::stoull(record.id) + 1);
    auto text = beneath::readFile(m_directory.get(), "state.json", maximumRecordBytes);
    if (!text && text.error().errnoValue == ENOENT)
        return next;
    auto saved = text ? nextContainerFromText(*text) : Result<std::uint64_t>(tl::unexpected(text.error()));
    if (saved)
        return std::max(next, *saved);
    m_containerProblems.push_back(problem("state.json", saved.error()));
    m_containerProblems.back().hint = "Nothing is lost: it is written anew with the next container.";
    return next;
}

Result<std::vector<ImageRecord>> DiskStorage::loadImages()
{
    auto names = beneath::list(m_directory.get(), "images");
    if (!names)
        return tl::unexpected(std::move(names.error()));
    m_imageProblems.clear();
    std::vector<ImageRecord> good;
    for (const std::string &name : *names) {
        auto record = readImage(name);
        const bool doubled =
            record && std::any_of(good.begin(), good.end(),
                                  [&record](const ImageRecord &other) { return other.name == record->name; });
        if (doubled)
            record =
                fail(ErrorCode::StorageCorrupt, "load", name, "field \"name\" is that of another image too");
        if (record)
            good.push_back(std::move(*record));
        else
            m_imageProblems.push_back(problem("images/" + name + "/image.json", record.error()));
    }
    return good;
}

std::vector<Error> DiskStorage::problems() const
{
    std::vector<Error> all = m_containerProblems;
    all.insert(all.end(), m_imageProblems.begin(), m_imageProblems.end());
    return all;
}

Status DiskStorage::collectNew()
{
    auto names = beneath::list(m_directory.get(), "new");
    if (!names)
        return tl::unexpected(std::move(names.error()));
    for (const std::string &name : *names)
        if (Status done = toTrash("new/" + name); !done)
            return done;
    return {};
}

Status DiskStorage::collectLayers(const std::vector<ContainerRecord> &kept)
{
    std::set<std::string> used = m_freshLayers;
    for (const auto &record : kept)
        used.insert(record.layer);
    auto names = beneath::list(m_directory.get(), "layers");
    if (!names)
        return tl::unexpected(std::move(names.error()));
    for (const std::string &name : *names)
        if (isNumber(name) && !used.contains(name)) // anything else is not ours to touch
            if (Status done = toTrash("layers/" + name); !done)
                return done;
    return {};
}

} // namespace taper::storage
