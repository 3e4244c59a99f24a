// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/build_finish.h"

#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"
#include "worker/input_stream.h"
#include "worker/root_check.h"

#include <algorithm>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <set>
#include <unistd.h>

namespace taper::worker {

namespace {

constexpr std::size_t maximumStatusFile = 64u << 20;
constexpr unsigned maximumDepth = 256;

/// Of the build, not of the system: mmdebstrap's own settings, the resolver and name of the build's container, logs.
constexpr const char *traces[] = {"etc/apt/apt.conf.d/99mmdebstrap",
                                  "etc/dpkg/dpkg.cfg.d/99mmdebstrap",
                                  "etc/resolv.conf",
                                  "etc/hostname",
                                  "var/log/dpkg.log",
                                  "var/log/alternatives.log",
                                  "var/log/bootstrap.log",
                                  "var/log/apt"};

/// eth0 has its address before init runs; who turns systemd-networkd on later must not lose it (systemd.network(5)).
constexpr const char *networkFile = "etc/systemd/network/10-taper-eth0.network";
constexpr const char *networkText =
    "# The address of eth0 is set from outside, by Taper.\n[Match]\nName=eth0\n\n"
    "[Link]\nUnmanaged=yes\n";

/// The values of the fields that say what is installed, one line a package, sorted (deb822(5)).
std::string installedPackages(std::string_view status)
{
    std::vector<std::string> packages;
    std::string package;
    while (!status.empty()) {
        const std::size_t end = std::min(status.find('\n'), status.size());
        const std::string_view line = status.substr(0, end);
        status.remove_prefix(std::min(end + 1, status.size()));
        if (line.starts_with("Package: ")) {
            packages.push_back(std::move(package));
            package = line;
        } else if (line.starts_with("Version: ") || line.starts_with("Architecture: ") ||
                   line.starts_with("Status: ")) {
            package += ' ';
            package += line;
        }
    }
    packages.push_back(std::move(package));
    std::sort(packages.begin(), packages.end());
    std::string text;
    for (const std::string &one : packages)
        text += one + '\n';
    return text;
}

Result<std::string> fingerprintOf(int root, const BuildTask &task)
{
    auto status = beneath::readFile(root, "var/lib/dpkg/status", maximumStatusFile);
    if (!status)
        return fail(ErrorCode::BuildFailed, "build", {}, "the new system has no list of packages");
    const std::string made = "taper-debian-1\n" + task.release + '\n' + task.mirror + '\n' +
                             task.securityMirror + '\n' + (task.updates ? "updates\n" : "\n") +
                             task.architecture + '\n' + installedPackages(*status);
    sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, made.size(), reinterpret_cast<const std::uint8_t *>(made.data()));
    return hexDigest(sha);
}

/// Bytes of its regular files, those with several names once.
class TreeSize
{
public:
    Status add(int directory, unsigned depth)
    {
        if (depth > maximumDepth)
            return fail(ErrorCode::ImageInvalid, "build", {}, "the new system's directories are too deep");
        auto names = beneath::list(directory, ".");
        if (!names)
            return tl::unexpected(std::move(names.error()));
        for (const std::string &name : *names) {
            struct stat status;
            if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0)
                return systemError("stat", printable(name));
            if (S_ISREG(status.st_mode) && (status.st_nlink == 1 || m_seen.insert(status.st_ino).second))
                m_bytes += std::uint64_t(status.st_size);
            if (!S_ISDIR(status.st_mode))
                continue;
            auto inner = beneath::openDirectory(directory, name);
            if (!inner)
                return tl::unexpected(std::move(inner.error()));
            if (Status done = add(inner->get(), depth + 1); !done)
                return done;
        }
        return {};
    }
    std::uint64_t bytes() const { return m_bytes; }

private:
    std::uint64_t m_bytes = 0;
    std::set<ino_t> m_seen;
};

Status tidy(int root)
{
    for (const char *path : traces)
        if (Status gone = beneath::removeTree(root, path); !gone && gone.error().errnoValue != ENOENT)
            return gone;
    if (Status made = beneath::makeDirectories(root, "etc/systemd/network"); !made)
        return made;
    // apt and others expect the directory.
    if (Status made = beneath::makeDirectories(root, "var/log/apt"); !made)
        return made;
    return beneath::writeFileAtomically(root, networkFile, networkText, 0644, false);
}

} // namespace

Result<Json> finishBuild(const BuildTask &task)
{
    const UniqueFd image(::open("/image", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!image)
        return systemError("open the image's directory");
    auto root = beneath::openDirectory(image.get(), "rootfs");
    if (!root)
        return fail(ErrorCode::BuildFailed, "build", {}, "mmdebstrap has left no system");
    if (Status done = tidy(root->get()); !done)
        return tl::unexpected(std::move(done.error()));
    auto facts = examineRoot(root->get());
    if (!facts)
        return tl::unexpected(std::move(facts.error()));
    auto fingerprint = fingerprintOf(root->get(), task);
    if (!fingerprint)
        return tl::unexpected(std::move(fingerprint.error()));
    TreeSize size;
    if (Status done = size.add(root->get(), 0); !done)
        return tl::unexpected(std::move(done.error()));
    // On disk before the helper commits it.
    if (::syncfs(root->get()) < 0)
        return systemError("sync the image");
    return Json{
        {"fingerprint", *fingerprint}, {"sizeBytes", size.bytes()}, {"os", facts->os}, {"init", facts->init}};
}

} // namespace taper::worker
