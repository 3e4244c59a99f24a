// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/archive_maker.h"

#include <archive.h>
#include <archive_entry.h>
#include <memory>
#include <sys/mman.h>
#include <sys/stat.h>

namespace taper::test {

namespace {

la_ssize_t collect(struct archive *, void *bytes, const void *data, std::size_t length)
{
    static_cast<std::string *>(bytes)->append(static_cast<const char *>(data), length);
    return la_ssize_t(length);
}

std::int64_t sizeOf(const Entry &entry)
{
    return entry.size >= 0 ? entry.size : std::int64_t(entry.content.size());
}

void describe(struct archive_entry *made, const Entry &entry)
{
    archive_entry_copy_pathname(made, entry.path.c_str());
    archive_entry_set_filetype(made, entry.type);
    archive_entry_set_perm(made, entry.mode);
    archive_entry_set_uid(made, entry.uid);
    archive_entry_set_gid(made, entry.gid);
    archive_entry_set_mtime(made, entry.time, 0);
    if (!entry.hardLink.empty())
        archive_entry_copy_hardlink(made, entry.hardLink.c_str());
    if (!entry.symbolicLink.empty())
        archive_entry_copy_symlink(made, entry.symbolicLink.c_str());
    if (entry.type == S_IFCHR || entry.type == S_IFBLK) {
        archive_entry_set_rdevmajor(made, entry.major);
        archive_entry_set_rdevminor(made, entry.minor);
    }
    if (entry.type == S_IFREG && entry.hardLink.empty())
        archive_entry_set_size(made, sizeOf(entry));
    for (const auto &[name, value] : entry.attributes)
        archive_entry_xattr_add_entry(made, name.c_str(), value.data(), value.size());
    for (const auto &[offset, data] : entry.sparse)
        archive_entry_sparse_add_entry(made, offset, std::int64_t(data.size()));
    constexpr int access = ARCHIVE_ENTRY_ACL_TYPE_ACCESS;
    if (entry.aclUsers.empty())
        return;
    archive_entry_acl_add_entry(made, access, 6, ARCHIVE_ENTRY_ACL_USER_OBJ, -1, "");
    archive_entry_acl_add_entry(made, access, 4, ARCHIVE_ENTRY_ACL_GROUP_OBJ, -1, "");
    archive_entry_acl_add_entry(made, access, 6, ARCHIVE_ENTRY_ACL_MASK, -1, "");
    archive_entry_acl_add_entry(made, access, 0, ARCHIVE_ENTRY_ACL_OTHER, -1, "");
    for (const auto &[uid, permissions] : entry.aclUsers)
        archive_entry_acl_add_entry(made, access, permissions, ARCHIVE_ENTRY_ACL_USER, uid, "");
}

void writeData(struct archive *archive, const Entry &entry)
{
    std::string data = entry.content;
    if (!entry.sparse.empty()) {
        data.assign(std::size_t(sizeOf(entry)), '\0');
        for (const auto &[offset, part] : entry.sparse)
            data.replace(std::size_t(offset), part.size(), part);
    }
    archive_write_data(archive, data.data(), data.size());
}

} // namespace

Entry file(const std::string &path, const std::string &content, mode_t mode)
{
    Entry entry;
    entry.path = path;
    entry.content = content;
    entry.mode = mode;
    return entry;
}

Entry directory(const std::string &path, mode_t mode)
{
    Entry entry = file(path, {}, mode);
    entry.type = S_IFDIR;
    return entry;
}

Entry symbolicLink(const std::string &path, const std::string &target)
{
    Entry entry = file(path, {}, 0777);
    entry.type = S_IFLNK;
    entry.symbolicLink = target;
    return entry;
}

Entry hardLink(const std::string &path, const std::string &target)
{
    Entry entry = file(path, {});
    entry.hardLink = target;
    return entry;
}

Entry node(const std::string &path, mode_t type, unsigned major, unsigned minor)
{
    Entry entry = file(path, {});
    entry.type = type;
    entry.major = major;
    entry.minor = minor;
    return entry;
}

std::vector<Entry> smallRoot()
{
    return {directory("./"),
            directory("./usr"),
            directory("./usr/sbin"),
            file("./usr/sbin/init", "#!/bin/sh\n", 0755),
            directory("./etc"),
            file("./etc/os-release", "NAME=x\nPRETTY_NAME=\"Small 1\"\n"),
            symbolicLink("./sbin", "usr/sbin")};
}

std::vector<Entry> smallRootWith(std::vector<Entry> more)
{
    std::vector<Entry> entries = smallRoot();
    entries.insert(entries.end(), more.begin(), more.end());
    return entries;
}

std::string makeArchive(const std::vector<Entry> &entries, const std::string &filter,
                        const std::string &format)
{
    std::string bytes;
    const std::unique_ptr<struct archive, int (*)(struct archive *)> archive(archive_write_new(),
                                                                             &archive_write_free);
    archive_write_set_format_by_name(archive.get(), format.c_str());
    if (filter != "none")
        archive_write_add_filter_by_name(archive.get(), filter.c_str());
    archive_write_set_bytes_in_last_block(archive.get(), 1); // no padding behind the compressed bytes
    archive_write_open(archive.get(), &bytes, nullptr, &collect, nullptr);
    for (const Entry &entry : entries) {
        const std::unique_ptr<struct archive_entry, void (*)(struct archive_entry *)> made(
            archive_entry_new(), &archive_entry_free);
        describe(made.get(), entry);
        archive_write_header(archive.get(), made.get());
        if (entry.type == S_IFREG && entry.hardLink.empty())
            writeData(archive.get(), entry);
    }
    archive_write_close(archive.get());
    return bytes;
}

UniqueFd inMemory(const std::string &bytes)
{
    UniqueFd fd(::memfd_create("archive", MFD_CLOEXEC));
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t written = ::pwrite(fd.get(), bytes.data() + at, bytes.size() - at, off_t(at));
        if (written <= 0)
            return {};
        at += std::size_t(written);
    }
    return fd;
}

} // namespace taper::test
