// SPDX-License-Identifier: GPL-3.0-or-later
// The Storage of a real directory. Everything is done beneath its fd; every name that becomes part of a path
// has been checked before (records.h). Whatever is made is complete in new/ first and then renamed into
// place. Runs in: helper.
#pragma once
#include "engine/storage/storage.h"

#include <map>
#include <set>

namespace taper::storage {

class DiskStorage final : public Storage
{
public:
    static Result<std::unique_ptr<Storage>> open(const std::string &path);

    const std::string &path() const override { return m_path; }
    int directoryFd() const override { return m_directory.get(); }

    Result<std::vector<ContainerRecord>> loadContainers() override;
    Result<std::vector<ImageRecord>> loadImages() override;
    std::vector<Error> problems() const override;

    Status saveContainer(const ContainerRecord &record) override;
    Status renameContainer(const ContainerRecord &record) override;
    Status saveImage(const ImageRecord &record) override;

    Result<std::string> createLayer() override;
    std::string lowerPath(const ImageRecord &image) const override;
    Status dropContainer(const ContainerRecord &record) override;
    Status dropImage(const ImageRecord &record) override;

    Result<std::string> beginImage() override;
    Status commitImage(const std::string &directory, const ImageRecord &record) override;
    void abandonImage(const std::string &directory) override;
    bool trashIsEmpty() override;

    std::string nextContainerId() override;
    Result<Space> space() const override;

private:
    explicit DiskStorage(std::string path) : m_path(std::move(path)) {}

    Status makeAll();
    Status lock();
    Status collectNew();
    Status collectLayers(const std::vector<ContainerRecord> &kept);
    Status toTrash(const std::string &path);
    Status moveContainer(const std::string &from, const std::string &to);
    Status createContainer(const std::string &path, const std::string &text);
    Result<std::string> makeNew(const std::string &prefix);
    Status makeDirectory(const std::string &path, mode_t mode);
    Result<ContainerRecord> readContainer(const std::string &name) const;
    Result<ImageRecord> readImage(const std::string &name) const;
    std::uint64_t nextContainerFrom(const std::vector<ContainerRecord> &all);
    void containerProblem(const std::string &name, const Error &error);
    Error problem(const std::string &file, const Error &error) const;

    std::string m_path;
    UniqueFd m_directory;
    UniqueFd
        m_lock; ///< apart, because m_directory is handed to workers and a lock would go with it (flock(2))
    std::vector<Error> m_containerProblems, m_imageProblems;
    std::map<std::string, std::string>
        m_known;                         ///< name -> id: directories below containers/ that may be replaced
    std::set<std::string> m_freshLayers; ///< made, but perhaps not in a record yet: not to be collected
    std::uint64_t m_nextContainer = 0;   ///< 0 = not read yet
    std::uint64_t m_nextLayer = 1;
};

/// systemError or the error given, with a way out when there is no space left or the disk is read-only.
tl::unexpected<Error> storageError(std::string operation, std::string subject);
Error withHint(Error error);
/// 16 hexadecimal digits from getrandom(2).
std::string randomName();
std::string imageDirectory(const ImageRecord &image); ///< "images/<fingerprint16>"

} // namespace taper::storage
