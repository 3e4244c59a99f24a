// SPDX-License-Identifier: GPL-3.0-or-later
// Extended attributes and POSIX ACLs of an entry: which are taken, which refuse the archive, which mean
// nothing here. Runs in: worker, role unpack.
#pragma once
#include "core/error.h"

struct archive_entry;

namespace taper::worker {

/// ImageInvalid for overlay's own metadata (it would change what lies below) and for too many; before
/// anything of the entry is made.
Status checkAttributes(archive_entry *entry, const std::string &path);
/// security.capability, user.*, access and default ACLs; others belong to the machine the archive was made
/// on.
Status setAttributes(archive_entry *entry, int fd, const std::string &path);

} // namespace taper::worker
