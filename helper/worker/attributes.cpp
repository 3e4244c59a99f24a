// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/attributes.h"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <sys/xattr.h>

namespace taper::worker {

namespace {

constexpr int maximumAttributes = 64;
constexpr std::size_t maximumValue = 65536; // XATTR_SIZE_MAX, xattr(7)
constexpr int maximumAclEntries = 256;

bool isOverlays(std::string_view name)
{
    return name.starts_with("trusted.overlay.") || name.starts_with("user.overlay.");
}

bool isTaken(std::string_view name)
{
    return name == "security.capability" || name.starts_with("user.");
}

void append16(std::string &value, unsigned number)
{
    value += char(number & 0xff);
    value += char(number >> 8 & 0xff);
}

void append32(std::string &value, std::uint32_t number)
{
    append16(value, number & 0xffff);
    append16(value, number >> 16);
}

/// linux/posix_acl_xattr.h: le32 version 2, then entries of le16 tag, le16 permissions, le32 id, in the order
/// of tags.
Result<std::string> aclValue(archive_entry *entry, int type, const std::string &path)
{
    struct Tag
    {
        int libarchive;
        unsigned kernel;
    };
    constexpr Tag tags[] = {{ARCHIVE_ENTRY_ACL_USER_OBJ, 0x01},  {ARCHIVE_ENTRY_ACL_USER, 0x02},
                            {ARCHIVE_ENTRY_ACL_GROUP_OBJ, 0x04}, {ARCHIVE_ENTRY_ACL_GROUP, 0x08},
                            {ARCHIVE_ENTRY_ACL_MASK, 0x10},      {ARCHIVE_ENTRY_ACL_OTHER, 0x20}};
    std::string value;
    append32(value, 2);
    for (const Tag &wanted : tags) {
        int entryType, permissions, tag, id;
        const char *name;
        archive_entry_acl_reset(entry, type);
        while (archive_entry_acl_next(entry, type, &entryType, &permissions, &tag, &id, &name) ==
               ARCHIVE_OK) {
            if (tag != wanted.libarchive)
                continue;
            const bool named = tag == ARCHIVE_ENTRY_ACL_USER || tag == ARCHIVE_ENTRY_ACL_GROUP;
            if (named && (id < 0 || id > 65535))
                return fail(ErrorCode::ImageInvalid, "unpack", path,
                            "its access list names an id outside of 0 to 65535");
            append16(value, wanted.kernel);
            append16(value, unsigned(permissions) & 7);
            append32(value, named ? std::uint32_t(id) : 0xffffffffu);
        }
    }
    return value;
}

Status setAcl(archive_entry *entry, int fd, int type, const char *attribute, const std::string &path)
{
    const int count = archive_entry_acl_count(entry, type);
    if (count == 0)
        return {};
    if (count > maximumAclEntries)
        return fail(ErrorCode::ImageInvalid, "unpack", path, "its access list is too long");
    auto value = aclValue(entry, type, path);
    if (!value)
        return tl::unexpected(std::move(value.error()));
    // A file system without ACLs keeps the mode, which archives carry as well.
    if (::fsetxattr(fd, attribute, value->data(), value->size(), 0) < 0 && errno != EOPNOTSUPP)
        return systemError("set the access list", path);
    return {};
}

} // namespace

Status checkAttributes(archive_entry *entry, const std::string &path)
{
    if (archive_entry_xattr_reset(entry) > maximumAttributes)
        return fail(ErrorCode::ImageInvalid, "unpack", path, "it has more than 64 extended attributes");
    const char *name;
    const void *value;
    std::size_t size;
    while (archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK) {
        if (name && isOverlays(name))
            return fail(
                ErrorCode::ImageInvalid, "unpack", path,
                "it carries an attribute of overlay file systems: this is a layer, not a root file system");
        if (size > maximumValue)
            return fail(ErrorCode::ImageInvalid, "unpack", path,
                        "an extended attribute is longer than 64 KiB");
    }
    return {};
}

Status setAttributes(archive_entry *entry, int fd, const std::string &path)
{
    archive_entry_xattr_reset(entry);
    const char *name;
    const void *value;
    std::size_t size;
    while (archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK) {
        if (!name || !isTaken(name))
            continue;
        if (::fsetxattr(fd, name, value, size, 0) == 0)
            continue;
        if (errno == EOPNOTSUPP && std::string_view(name).starts_with("user."))
            continue; // tmpfs before 6.6: nothing in a system depends on them
        if (errno == EINVAL)
            return fail(ErrorCode::ImageInvalid, "unpack", path,
                        std::string("its attribute ") + name + " is malformed");
        return systemError(std::string("set attribute ") + name, path);
    }
    if (Status done = setAcl(entry, fd, ARCHIVE_ENTRY_ACL_TYPE_ACCESS, "system.posix_acl_access", path);
        !done)
        return done;
    return setAcl(entry, fd, ARCHIVE_ENTRY_ACL_TYPE_DEFAULT, "system.posix_acl_default", path);
}

} // namespace taper::worker
