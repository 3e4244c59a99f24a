// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/disk_storage.h"

#include "engine/storage/records.h"
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace taper::storage {

Error withHint(Error error)
{
    if (error.errnoValue == ENOSPC || error.errnoValue == EDQUOT) {
        error.code = ErrorCode::StorageNoSpace;
        error.detail = "no space is left on the file system";
        error.hint = "Delete containers or images that are not needed, or make room on that file system.";
    } else if (error.errnoValue == EROFS) {
        error.hint = "The file system is mounted read-only: see the kernel's log, then mount it writable.";
    }
    return error;
}

tl::unexpected<Error> storageError(std::string operation, std::string subject)
{
    return tl::unexpected(withHint(std::move(systemError(std::move(operation), std::move(subject)).value())));
}

std::string randomName()
{
    std::uint64_t value = 0;
    while (::getrandom(&value, sizeof value, 0) != sizeof value)
        continue; // only a signal can interrupt it: 8 bytes come at once
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    return text;
}

std::string imageDirectory(const ImageRecord &image)
{
    return "images/" + image.fingerprint.substr(0, 16);
}

Result<std::unique_ptr<Storage>> openStorage(const std::string &path)
{
    return DiskStorage::open(path);
}

Result<std::unique_ptr<Storage>> DiskStorage::open(const std::string &path)
{
    std::unique_ptr<DiskStorage> storage(new DiskStorage(path));
    if (::mkdir(path.c_str(), 0700) < 0 && errno != EEXIST)
        return storageError("make the state directory", path);
    storage->m_directory.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!storage->m_directory)
        return systemError("open the state directory", path);
    struct stat status;
    if (kernel::fstat(storage->m_directory.get(), &status) < 0)
        return systemError("open the state directory", path);
    if (status.st_uid != ::geteuid())
        return fail(ErrorCode::StorageCorrupt, "open the state directory", path,
                    "it belongs to somebody else", "Find out who made it; move it away or give it to root.");
    // Others may list nothing: setuid files of containers are root's on disk.
    if ((status.st_mode & 07777) != 0700 && kernel::fchmod(storage->m_directory.get(), 0700) < 0)
        return storageError("protect the state directory", path);
    if (Status done = storage->lock(); !done)
        return tl::unexpected(std::move(done.error()));
    if (Status done = storage->makeAll(); !done)
        return tl::unexpected(withHint(std::move(done.error())));
    if (Status done = storage->collectNew(); !done)
        return tl::unexpected(withHint(std::move(done.error())));
    return std::unique_ptr<Storage>(std::move(storage));
}

Status DiskStorage::lock()
{
    auto fd = beneath::openDirectory(m_directory.get(), ".");
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    // A helper that was just killed may have a child between vfork and exec that still holds it for a moment.
    for (int tries = 0; tries < 50; ++tries) {
        if (::flock(fd->get(), LOCK_EX | LOCK_NB) == 0) {
            m_lock = std::move(*fd);
            return {};
        }
        if (errno != EWOULDBLOCK && errno != EINTR)
            return systemError("lock the state directory", m_path);
        ::poll(nullptr, 0, 20);
    }
    return fail(ErrorCode::System, "lock the state directory", m_path, "another taper-helper is using it",
                "Stop that one first, or give this one a state directory of its own.");
}

Status DiskStorage::makeAll()
{
    for (const char *name : {"images", "layers", "containers", "new", "trash"})
        if (Status done = makeDirectory(name, 0700); !done)
            return done;
    // Numbers of layers go on after the highest that is there.
    auto layers = beneath::list(m_directory.get(), "layers");
    if (!layers)
        return tl::unexpected(std::move(layers.error()));
    for (const std::string &name : *layers)
        if (isNumber(name))
            m_nextLayer = std::max<std::uint64_t>(m_nextLayer, std::stoull(name) + 1);
    return {};
}

Status DiskStorage::makeDirectory(const std::string &path, mode_t mode)
{
    if (Status made = beneath::makeDirectories(m_directory.get(), path, mode); !made)
        return tl::unexpected(withHint(std::move(made.error())));
    auto fd = beneath::openDirectory(m_directory.get(), path);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    if (kernel::fchmod(fd->get(), mode) < 0) // whatever the umask is
        return storageError("make directory", path);
    return {};
}

Result<std::string> DiskStorage::makeNew(const std::string &prefix)
{
    const std::string path = "new/" + prefix + "-" + randomName();
    if (Status made = makeDirectory(path, 0755); !made)
        return tl::unexpected(std::move(made.error()));
    return path;
}

Status DiskStorage::toTrash(const std::string &path)
{
    const std::string name = path.substr(path.rfind('/') + 1);
    return beneath::rename(m_directory.get(), path, "trash/" + name.substr(0, 200) + "-" + randomName());
}

Status DiskStorage::saveContainer(const ContainerRecord &record)
{
    if (Status good = checkRecord(record); !good)
        return passOn(std::move(good.error()), "save container " + record.name);
    const std::string directory = "containers/" + record.name;
    const auto known = m_known.find(record.name);
    Status done;
    if (known == m_known.end())
        done = createContainer(directory, toText(record));
    else if (known->second != record.id)
        return fail(ErrorCode::NameTaken, "save container", record.name, "another container has this name");
    else
        done = beneath::writeFileAtomically(m_directory.get(), directory + "/container.json", toText(record));
    if (!done)
        return tl::unexpected(withHint(std::move(done.error())).withContext("save container " + record.name));
    m_known[record.name] = record.id;
    m_freshLayers.erase(record.layer);
    return {};
}

/// The directory appears with its record in it, so that a crash never leaves one without.
Status DiskStorage::createContainer(const std::string &path, const std::string &text)
{
    auto aside = makeNew("container");
    if (!aside)
        return tl::unexpected(std::move(aside.error()));
    Status done = beneath::writeFileAtomically(m_directory.get(), *aside + "/container.json", text);
    if (done)
        done = beneath::rename(m_directory.get(), *aside, path);
    if (!done) {
        (void)toTrash(*aside); // if even that fails, the next start collects it
        if (done.error().errnoValue == EEXIST)
            return fail(ErrorCode::NameTaken, "create container", path,
                        "a container of this name is there, but its record could not be read",
                        "Repair or remove " + m_path + "/" + path + ", or choose another name.");
        return done;
    }
    auto parent = beneath::openDirectory(m_directory.get(), "containers");
    if (!parent)
        return tl::unexpected(std::move(parent.error()));
    return ::fsync(parent->get()) < 0 ? storageError("fsync", path) : Status{};
}

Status DiskStorage::renameContainer(const ContainerRecord &record)
{
    if (Status good = checkRecord(record); !good)
        return passOn(std::move(good.error()), "rename container " + record.name);
    const std::string &from = record.renamedFrom, &to = record.name;
    const auto known = m_known.find(from);
    if (known == m_known.end() || known->second != record.id)
        return fail(ErrorCode::ContainerUnknown, "rename container", from, "there is no record of it");
    if (m_known.contains(to) || beneath::exists(m_directory.get(), "containers/" + to))
        return fail(ErrorCode::NameTaken, "rename container", to, "there is already a directory of that name",
                    "Choose another name.");
    const std::string file = "containers/" + from + "/container.json";
    auto before = beneath::readFile(m_directory.get(), file, maximumRecordBytes);
    Status done = before ? Status() : tl::unexpected(before.error());
    // From here on it has its new name, whatever happens.
    if (done)
        done = beneath::writeFileAtomically(m_directory.get(), file, toText(record));
    if (done) {
        done = moveContainer(from, to);
        if (!done)
            (void)beneath::writeFileAtomically(m_directory.get(), file, *before);
    }
    if (!done)
        return tl::unexpected(withHint(std::move(done.error())).withContext("rename container " + from));
    m_known.erase(known);
    m_known[to] = record.id;
    return {};
}

Status DiskStorage::moveContainer(const std::string &from, const std::string &to)
{
    if (Status moved = beneath::rename(m_directory.get(), "containers/" + from, "containers/" + to); !moved)
        return moved;
    auto parent = beneath::openDirectory(m_directory.get(), "containers");
    return parent && ::fsync(parent->get()) == 0 ? Status() : Status(storageError("fsync", "containers"));
}

Status DiskStorage::saveImage(const ImageRecord &record)
{
    if (Status good = checkRecord(record); !good)
        return passOn(std::move(good.error()), "save image " + record.name);
    Status done = beneath::writeFileAtomically(m_directory.get(), imageDirectory(record) + "/image.json",
                                               toText(record));
    return done ? done
                : tl::unexpected(withHint(std::move(done.error())).withContext("save image " + record.name));
}

Result<std::string> DiskStorage::createLayer()
{
    const std::string id = std::to_string(m_nextLayer++);
    const std::string path = "layers/" + id;
    m_freshLayers.insert(id);
    Status done = makeDirectory(path, 0700);
    if (done)
        done = makeDirectory(path + "/upper", 0755); // becomes the mode of the container's "/"
    if (done)
        done = makeDirectory(path + "/work", 0700);
    if (!done) {
        m_freshLayers.erase(id);
        (void)toTrash(path); // or collected at the next start: no record names it
        return passOn(std::move(done.error()), "create layer");
    }
    return id;
}

std::string DiskStorage::lowerPath(const ImageRecord &image) const
{
    return imageDirectory(image) + "/rootfs";
}

Status DiskStorage::dropContainer(const ContainerRecord &record)
{
    if (Status good = checkRecord(record); !good)
        return good;
    const auto known = m_known.find(record.name);
    if (known != m_known.end() && known->second == record.id) {
        if (Status done = toTrash("containers/" + record.name); !done && done.error().errnoValue != ENOENT)
            return passOn(withHint(std::move(done.error())), "drop container " + record.name);
        m_known.erase(known);
    }
    // From here on nothing names the layer: after a crash the next start collects it.
    m_freshLayers.erase(record.layer);
    Status done = toTrash("layers/" + record.layer);
    if (!done && done.error().errnoValue != ENOENT)
        return passOn(withHint(std::move(done.error())), "drop container " + record.name);
    return {};
}

Status DiskStorage::dropImage(const ImageRecord &record)
{
    if (Status good = checkRecord(record); !good)
        return good;
    Status done = toTrash(imageDirectory(record));
    return done ? done : passOn(withHint(std::move(done.error())), "drop image " + record.name);
}

Result<std::string> DiskStorage::beginImage()
{
    return makeNew("image");
}

Status DiskStorage::commitImage(const std::string &directory, const ImageRecord &record)
{
    if (Status good = checkRecord(record); !good)
        return good;
    if (!directory.starts_with("new/image-"))
        return fail(ErrorCode::InvalidArgument, "commit image", directory,
                    "not a directory that beginImage made");
    auto rootfs = beneath::openDirectory(m_directory.get(), directory + "/rootfs");
    if (!rootfs)
        return fail(ErrorCode::ImageInvalid, "commit image", record.name,
                    "its root file system is no directory");
    if (!beneath::exists(rootfs->get(), "usr") && !beneath::exists(rootfs->get(), "bin"))
        return fail(ErrorCode::ImageInvalid, "commit image", record.name, "it has neither /usr nor /bin");
    // The worker has synced the tree, so this waits for one small file only.
    Status done = beneath::writeFileAtomically(m_directory.get(), directory + "/image.json", toText(record));
    if (done)
        done = beneath::rename(m_directory.get(), directory, imageDirectory(record));
    if (!done && (done.error().errnoValue == EEXIST || done.error().errnoValue == ENOTEMPTY))
        return fail(ErrorCode::NameTaken, "commit image", record.name,
                    "an image made from the same bytes is there",
                    "Use that one: its fingerprint begins with " + record.fingerprint.substr(0, 16) + ".");
    if (!done)
        return passOn(withHint(std::move(done.error())), "commit image " + record.name);
    auto parent = beneath::openDirectory(m_directory.get(), "images");
    if (!parent || ::fsync(parent->get()) < 0)
        return storageError("fsync", "images");
    return {};
}

void DiskStorage::abandonImage(const std::string &directory)
{
    if (directory.starts_with("new/image-"))
        (void)toTrash(directory); // or collected at the next start
}

bool DiskStorage::trashIsEmpty()
{
    auto names = beneath::list(m_directory.get(), "trash");
    return names && names->empty();
}

std::string DiskStorage::nextContainerId()
{
    if (m_nextContainer == 0)
        (void)loadContainers(); // sets it
    const std::uint64_t id = m_nextContainer++;
    // Not fsynced: after a power cut no veth or cgroup of a deleted container is left that could be mistaken,
    // and numbers of containers that are still there are never given again (nextContainerFrom).
    (void)beneath::writeFileAtomically(m_directory.get(), "state.json", nextContainerToText(m_nextContainer),
                                       0600, false);
    return std::to_string(id);
}

Result<Storage::Space> DiskStorage::space() const
{
    struct statvfs status;
    if (::fstatvfs(m_directory.get(), &status) < 0)
        return systemError("read free space", m_path);
    return Space{status.f_bavail * std::uint64_t(status.f_frsize),
                 status.f_blocks * std::uint64_t(status.f_frsize)};
}

Result<std::uint32_t> chooseIdRange(const std::vector<ContainerRecord> &containers)
{
    std::set<std::uint32_t> used;
    for (const auto &container : containers)
        used.insert(container.idFirst);
    for (std::uint32_t n = 0; n < idRangeCount; ++n)
        if (const std::uint32_t first = firstIdRange + n * idRangeSize; !used.contains(first))
            return first;
    return fail(ErrorCode::IdRangeExhausted, "choose ids", {},
                "all 4092 ranges of ids are used by containers", "Delete a container that is not needed.");
}

} // namespace taper::storage
