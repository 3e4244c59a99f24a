// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/entry_path.h"

#include <algorithm>

namespace taper::worker {

namespace {

/// Calls visit(component) for each one that is neither empty nor ".".
template <typename Visit> void forEachComponent(std::string_view path, Visit visit)
{
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view component = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (!component.empty() && component != ".")
            visit(component);
    }
}

tl::unexpected<Error> refuse(std::string_view what, std::string_view name, std::string_view why)
{
    return fail(ErrorCode::ImageInvalid, "unpack", std::string(name),
                std::string(what) + " " + std::string(why));
}

} // namespace

Result<std::string> normalPath(std::string_view name, std::string_view what)
{
    if (name.empty())
        return refuse(what, name, "is empty");
    if (name.size() > maximumPath)
        return refuse(what, name, "is longer than 4095 bytes");
    if (name.front() == '/')
        return refuse(what, name, "is absolute");
    std::string normal;
    std::string_view why;
    std::size_t depth = 0;
    forEachComponent(name, [&](std::string_view component) {
        if (component == "..")
            why = "leads out of the archive with \"..\"";
        else if (component.size() > maximumComponent)
            why = "has a part longer than 255 bytes";
        else if (component.starts_with(".wh."))
            why = "is a whiteout: this is one layer of an image, not a root file system";
        else if (++depth > maximumDepth)
            why = "is nested deeper than 256 directories";
        normal += normal.empty() ? "" : "/";
        normal += component;
    });
    if (!why.empty())
        return refuse(what, name, why);
    return normal;
}

bool climbsOut(std::string_view normalLinkPath, std::string_view target)
{
    // "a/b/link": the target is followed from depth 2.
    long depth = target.starts_with('/') ? 0 : std::count(normalLinkPath.begin(), normalLinkPath.end(), '/');
    bool out = false;
    forEachComponent(target, [&](std::string_view component) {
        depth += component == ".." ? -1 : 1;
        out = out || depth < 0;
    });
    return out;
}

} // namespace taper::worker
