// SPDX-License-Identifier: GPL-3.0-or-later
// What lies under the state directory (0700): images/<fingerprint16>/{rootfs,image.json},
// layers/<id>/{upper,work}, containers/<name>/container.json, new/ (what is not complete yet), trash/ (what
// waits for the storage worker). Ids on disk are 0-based always. Here only what is quick (mkdir, rename,
// small files); walking trees is the worker's. Runs in: helper.
#pragma once
#include "core/container.h"
#include "engine/sys/unique_fd.h"
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taper::storage {

/// What is saved of a container (versioned, unknown fields kept out).
struct ContainerRecord
{
    std::string name;
    std::string renamedFrom; ///< while its files still say this name inside: to be put right; else ""
    std::string id;          ///< short, never reused while the helper's state lives: "1", "2" …
    std::uint32_t owner = 0;
    std::string image;         ///< name, for people
    std::string fingerprint;   ///< the image
    std::string layer;         ///< layers/<layer>
    std::uint32_t idFirst = 0; ///< 0x70000000 + n * 65536
    Limits limits;
    std::string network; ///< bridge or ""
    std::string address; ///< "10.83.0.4", "" without a network
    std::uint8_t prefix = 20;
    std::string mac;
    bool addressFixed = false, macFixed = false; ///< asked for, not chosen
    std::uint32_t generation = 0;                ///< of starts: veth names are tp<id>g<generation>
    std::string createdAt;
    bool ephemeral = false;
    std::vector<std::string> command; ///< instead of the image's init
    std::vector<std::pair<std::string, std::string>> environment;
    std::optional<LastFailure> lastFailure;
    std::optional<std::int32_t> exitStatus;
};

struct ImageRecord
{
    std::string name, fingerprint, createdAt, os, init;
    std::uint64_t sizeBytes = 0;
    std::optional<ImageRecipe> recipe; ///< when it was built here
};

class Storage
{
public:
    virtual ~Storage() = default;
    virtual const std::string &path() const = 0;
    virtual int directoryFd() const = 0;

    virtual Result<std::vector<ContainerRecord>>
    loadContainers() = 0; ///< broken ones are reported in problems()
    virtual Result<std::vector<ImageRecord>> loadImages() = 0;
    virtual std::vector<Error> problems() const = 0;

    /// Aside + fsync + rename.
    virtual Status saveContainer(const ContainerRecord &record) = 0;
    /// Saves it under record.name what was under record.renamedFrom. A crash leaves the one or the other: the record
    /// is what counts, and loadContainers moves the directory after it. NameTaken.
    virtual Status renameContainer(const ContainerRecord &record) = 0;
    virtual Status saveImage(const ImageRecord &record) = 0; ///< into images/<fingerprint16>/image.json

    /// mkdir layers/<id>/{upper 0755,work}; the new id.
    virtual Result<std::string> createLayer() = 0;
    virtual std::string lowerPath(const ImageRecord &image) const = 0; ///< "images/ab…/rootfs"
    /// Renames into trash/: constant time. The worker empties trash later; loadContainers never sees it
    /// again.
    virtual Status dropContainer(const ContainerRecord &record) = 0;
    virtual Status dropImage(const ImageRecord &record) = 0;

    /// An empty directory new/<random>, to be filled by a worker; "new/…" relative to path().
    virtual Result<std::string> beginImage() = 0;
    /// Checks that it holds a directory rootfs that looks like a system, renames it to
    /// images/<fingerprint16>.
    virtual Status commitImage(const std::string &directory, const ImageRecord &record) = 0;
    virtual void abandonImage(const std::string &directory) = 0; ///< into trash/
    virtual bool trashIsEmpty() = 0;

    virtual std::string nextContainerId() = 0; ///< saved, so that veth and cgroup names stay unique

    struct Space
    {
        std::uint64_t free = 0, total = 0; ///< bytes
    };
    virtual Result<Space> space() const = 0; ///< of the file system that holds path(), statvfs(3)
};
/// Makes what is missing (0700), takes a lock (one helper at a time), moves what a crash left in new/ to
/// trash/.
Result<std::unique_ptr<Storage>> openStorage(const std::string &path);

/// Whether the file system can be idmapped (mount_setattr(2)): StorageUnsupported names it. Tried for real,
/// by the worker program (role "probe"; it stands beside the running program unless named), because it takes
/// a user namespace and the helper makes none.
Status checkIdmappable(const std::string &path, const std::string &workerProgram = {});

/// Lowest free range 0x70000000 + n * 65536, n < 4092. IdRangeExhausted.
Result<std::uint32_t> chooseIdRange(const std::vector<ContainerRecord> &containers);

} // namespace taper::storage
