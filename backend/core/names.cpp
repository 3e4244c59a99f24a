// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/names.h"

#include <algorithm>
#include <string>

namespace taper {

namespace {
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isAlnum(char c) { return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z'); }

/// Names in errors are shown on terminals: control bytes and excess length do not get there.
std::string printable(std::string_view name)
{
    std::string text;
    for (char c : name.substr(0, 80))
        text += static_cast<unsigned char>(c) >= 0x20 && c != 0x7f ? c : '?';
    return text + (name.size() > 80 ? "…" : "");
}
} // namespace

Status checkContainerName(std::string_view name)
{
    const bool good = !name.empty() && name.size() <= 63 && name.front() != '-' && name.back() != '-' &&
                      std::all_of(name.begin(), name.end(), [](char c) { return isAlnum(c) || c == '-'; }) &&
                      !std::all_of(name.begin(), name.end(), isDigit);
    if (good)
        return {};
    return fail(ErrorCode::NameInvalid, "container name", "'" + printable(name) + "'",
                "not a valid name", "Use 1 to 63 letters, digits and dashes; no dash at either end, not only digits.");
}

Status checkImageName(std::string_view name)
{
    const bool good = !name.empty() && name.size() <= 128 && isAlnum(name.front()) &&
                      name.find("..") == std::string_view::npos &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                          return isAlnum(c) || std::string_view("._:/@+-").find(c) != std::string_view::npos;
                      });
    if (good)
        return {};
    return fail(ErrorCode::NameInvalid, "image name", "'" + printable(name) + "'",
                "not a valid name", "Use up to 128 letters, digits and . _ : / @ + -, starting with a letter or digit.");
}

Status checkUserName(std::string_view name)
{
    const bool good = !name.empty() && name.size() <= 32 && (isLower(name.front()) || name.front() == '_') &&
                      std::all_of(name.begin(), name.end(),
                                  [](char c) { return isLower(c) || isDigit(c) || c == '_' || c == '-'; });
    if (good)
        return {};
    return fail(ErrorCode::NameInvalid, "user name", "'" + printable(name) + "'",
                "not a valid name", "Use 1 to 32 small letters, digits, _ and -, starting with a letter or _.");
}

Status checkReleaseName(std::string_view name)
{
    if (!name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), isLower))
        return {};
    return fail(ErrorCode::InvalidArgument, "release", "'" + printable(name) + "'", "not the name of a release",
                "Use a release's code name in small letters, such as bookworm.");
}

Status checkMirror(std::string_view url)
{
    std::string_view rest = url;
    bool good = url.size() <= 200;
    if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else if (rest.starts_with("https://"))
        rest.remove_prefix(8);
    else
        good = false;
    const std::string_view host = rest.substr(0, rest.find('/'));
    const std::string_view name = host.substr(0, host.find(':'));
    const std::string_view port = host.size() > name.size() ? host.substr(name.size() + 1) : "80";
    good = good && !name.empty() && isAlnum(name.front()) && !port.empty() && port.size() <= 5 &&
           std::all_of(name.begin(), name.end(), [](char c) { return isAlnum(c) || c == '.' || c == '-'; }) &&
           std::all_of(port.begin(), port.end(), isDigit) && rest.back() != '/' &&
           rest.find("//") == std::string_view::npos && rest.find("..") == std::string_view::npos &&
           std::all_of(rest.begin(), rest.end(), [](char c) {
               return isAlnum(c) || std::string_view(".-:/_~+").find(c) != std::string_view::npos;
           });
    if (good)
        return {};
    return fail(ErrorCode::InvalidArgument, "mirror", "'" + printable(url) + "'", "not a mirror's address",
                "Use an address such as http://deb.debian.org/debian, without a slash at its end.");
}

} // namespace taper
