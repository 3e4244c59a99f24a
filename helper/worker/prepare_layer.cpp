// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/prepare_layer.h"

#include "core/names.h"
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"
#include "worker/accounts.h"
#include "worker/layer.h"
#include "worker/root_check.h"

#include <algorithm>
#include <ctime>
#include <sys/stat.h>

namespace taper::worker {

namespace {

constexpr std::size_t maximumSkeletonFile = 65536, maximumSkeletonFiles = 50;
constexpr gid_t shadowGroup = 42; ///< of Debian; other images bring their own shadow and so its group

Status checkTask(const std::string &hostname, const std::string &user, const std::string &hash)
{
    if (Status good = checkContainerName(hostname); !good)
        return good;
    if (user.empty())
        return {};
    if (Status good = checkUserName(user); !good)
        return good;
    // crypt(5): no separator of passwd's fields, no control bytes.
    const bool plain =
        std::all_of(hash.begin(), hash.end(), [](char c) { return c > ' ' && c < 127 && c != ':'; });
    if (hash.empty() || hash.size() > 512 || !plain)
        return fail(ErrorCode::InvalidArgument, "prepare layer", user, "not a password hash");
    return {};
}

Result<Accounts> readAccounts(const Layer &layer)
{
    Accounts accounts;
    std::optional<std::string> passwd, group;
    struct File
    {
        const char *path;
        std::optional<std::string> *content;
    };
    for (const File &file : {File{"etc/passwd", &passwd}, File{"etc/group", &group},
                             File{"etc/shadow", &accounts.shadow}, File{"etc/gshadow", &accounts.gshadow}}) {
        auto content = layer.read(file.path, maximumAccountsFile);
        if (!content)
            return tl::unexpected(std::move(content.error()));
        if (*content)
            if (Status good = checkAccountsFile(**content, std::string("/") + file.path); !good)
                return tl::unexpected(std::move(good.error()));
        *file.content = std::move(*content);
    }
    if (!passwd) { // a root file system of little more than a shell: its root gets an account
        passwd = "root:x:0:0:root:/root:/bin/sh\n";
        if (!accounts.shadow)
            accounts.shadow = "root:*:19000:0:99999:7:::\n";
    }
    accounts.passwd = std::move(*passwd);
    accounts.group = std::move(group).value_or(std::string());
    return accounts;
}

Status writeAccounts(Layer &layer, const Accounts &before, const Accounts &after)
{
    Status done = layer.write("etc/passwd", after.passwd, {0, 0, 0644});
    if (done && after.group != before.group)
        done = layer.write("etc/group", after.group, {0, 0, 0644});
    if (done && after.shadow)
        done = layer.write("etc/shadow", *after.shadow, {0, shadowGroup, 0640});
    if (done && after.gshadow != before.gshadow)
        done = layer.write("etc/gshadow", *after.gshadow, {0, shadowGroup, 0640});
    return done;
}

/// useradd(8)'s -m: regular files of /etc/skel, one level.
Status copySkeleton(Layer &layer, const User &user)
{
    auto names = beneath::list(layer.lower(), "etc/skel", maximumSkeletonFiles);
    if (!names)
        return {}; // none, or nothing one would want to copy
    for (const std::string &name : *names) {
        auto content = layer.read("etc/skel/" + name, maximumSkeletonFile);
        if (!content || !*content)
            continue;
        const std::string path = user.home.substr(1) + "/" + name;
        if (Status done = layer.write(path, **content, {user.uid, user.gid, 0644}); !done)
            return done;
    }
    return {};
}

Status setUser(Layer &layer, const std::string &name, const std::string &hash)
{
    auto accounts = readAccounts(layer);
    if (!accounts)
        return tl::unexpected(std::move(accounts.error()));
    const Accounts before = *accounts;
    const char *shell = isProgramInside(layer.lower(), "bin/bash") ? "/bin/bash" : "/bin/sh";
    auto user = setPassword(*accounts, name, hash, shell, long(::time(nullptr) / 86400));
    if (!user)
        return tl::unexpected(std::move(user.error()));
    if (Status done = writeAccounts(layer, before, *accounts); !done || !user->added)
        return done;
    if (Status done = layer.ownDirectory(user->home.substr(1), {user->uid, user->gid, 0700}); !done)
        return done;
    return copySkeleton(layer, *user);
}

/// An empty one is filled at the first boot (machine-id(5)); a copied one would be everybody's.
Status emptyMachineId(Layer &layer)
{
    if (!beneath::exists(layer.lower(), "etc/machine-id"))
        return {};
    if (Status done = layer.write("etc/machine-id", {}, {0, 0, 0444}); !done)
        return done;
    auto dbus = layer.read("var/lib/dbus/machine-id", 4096);
    if (dbus && *dbus) // a file of its own, not the usual link
        return layer.symbolicLink("var/lib/dbus/machine-id", "/etc/machine-id");
    return {};
}

/// A file there names the resolver of the machine that packed the image; an empty one is filled at the start with
/// that of the container's own bridge. A link is left alone: the guest's own service (systemd-resolved) writes it.
Status emptyResolvConf(Layer &layer)
{
    auto content = layer.read("etc/resolv.conf", 65536);
    if (!content || !*content || (*content)->empty())
        return {};
    return layer.write("etc/resolv.conf", {}, {0, 0, 0644});
}

} // namespace

Result<Json> prepareLayer(const Task &task, int storage)
{
    const std::string hostname = task.text("hostname"), user = task.text("user"),
                      hash = task.text("passwordHash");
    if (Status good = checkTask(hostname, user, hash); !good)
        return tl::unexpected(std::move(good.error()));
    auto layer = Layer::open(storage, task.text("lower"), task.text("upper"));
    if (!layer)
        return tl::unexpected(std::move(layer.error()));
    ::umask(0);
    Status done = layer->directory("etc");
    if (done)
        done = layer->write("etc/hostname", hostname + "\n", {0, 0, 0644});
    if (done)
        done = emptyMachineId(*layer);
    if (done)
        done = emptyResolvConf(*layer);
    if (done && !user.empty())
        done = setUser(*layer, user, hash);
    if (done)
        done = layer->sync();
    if (!done)
        return tl::unexpected(std::move(done.error()));
    return Json::object();
}

} // namespace taper::worker
