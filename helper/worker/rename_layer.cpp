// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/rename_layer.h"

#include "core/names.h"
#include "engine/sys/beneath.h"
#include "worker/layer.h"

#include <sys/stat.h>

namespace taper::worker {

namespace {

constexpr std::size_t maximumFile = 1u << 20;
constexpr const char *hostnameFile = "etc/hostname", *hostsFile = "etc/hosts";

/// hostname(5): one name; comments and blank lines beside it are the guest's.
std::string renamedHostname(const std::string &text, const std::string &from, const std::string &to)
{
    return text == from || text == from + "\n" ? to + "\n" : text;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// hosts(5): of the lines of 127.0.1.1 every name that is the old one.
std::string renamedHosts(const std::string &text, const std::string &from, const std::string &to)
{
    std::string result;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        std::string line = text.substr(start, end - start), changed;
        bool isOwn = false, comment = false;
        for (std::size_t at = 0, word = 0; at < line.size(); ++word) {
            std::size_t stop = at;
            while (stop < line.size() && isBlank(line[stop]))
                ++stop;
            changed += line.substr(at, stop - at);
            at = stop;
            while (stop < line.size() && !isBlank(line[stop]))
                ++stop;
            const std::string name = line.substr(at, stop - at);
            if (word == 0)
                isOwn = name == "127.0.1.1";
            comment = comment || name.starts_with('#');
            changed += isOwn && word > 0 && !comment && name == from ? to : name;
            at = stop;
        }
        result += changed;
        if (end < text.size())
            result += '\n';
        start = end + 1;
    }
    return result;
}

/// What is no regular file, or too long, is not ours.
std::optional<std::string> contentOf(const Layer &layer, const char *path)
{
    auto content = layer.read(path, maximumFile);
    return content ? std::move(*content) : std::nullopt;
}

Status replace(Layer &layer, const char *path, const std::string &content)
{
    // What an interrupted one left.
    if (Status removed = beneath::removeFile(layer.upper(), std::string(path) + ".taper-new");
        !removed && removed.error().errnoValue != ENOENT)
        return removed;
    return layer.write(path, content, {0, 0, 0644});
}

} // namespace

Result<Json> renameLayer(const Task &task, int storage)
{
    const std::string from = task.text("from"), to = task.text("to");
    for (const std::string &name : {from, to})
        if (Status good = checkContainerName(name); !good)
            return tl::unexpected(std::move(good.error()));
    auto layer = Layer::open(storage, task.text("lower"), task.text("upper"));
    if (!layer)
        return tl::unexpected(std::move(layer.error()));
    ::umask(0);
    const auto hostname = contentOf(*layer, hostnameFile), hosts = contentOf(*layer, hostsFile);
    const std::string newHostname = renamedHostname(hostname.value_or(""), from, to),
                      newHosts = renamedHosts(hosts.value_or(""), from, to);
    const bool first = hostname && newHostname != *hostname, second = hosts && newHosts != *hosts;
    Status done;
    if (first)
        done = replace(*layer, hostnameFile, newHostname);
    if (done && second) {
        done = replace(*layer, hostsFile, newHosts);
        if (!done && first)
            (void)replace(*layer, hostnameFile, *hostname);
    }
    if (done)
        done = layer->sync();
    if (!done)
        return tl::unexpected(std::move(done.error()));
    return Json::object();
}

} // namespace taper::worker
