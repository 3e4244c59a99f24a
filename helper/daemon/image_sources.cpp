// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/image_sources.h"

#include "core/names.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

namespace taper::daemon {

namespace {
constexpr std::size_t maximumFile = 1 << 20;

std::string readText(const std::filesystem::path &path)
{
    std::ifstream file(path);
    std::string text(maximumFile, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

std::vector<std::string> words(const std::string &text)
{
    std::istringstream stream(text);
    std::vector<std::string> found;
    for (std::string word; stream >> word;)
        found.push_back(word);
    return found;
}

bool has(const std::vector<std::string> &list, const std::string &word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// One repository of apt's: types, addresses, suites, components, by whose key.
struct Repository
{
    std::vector<std::string> types, addresses, suites, components;
    std::string signedBy;
};

/// "deb [signed-by=…] http://… bookworm main" (sources.list(5), one-line style).
std::optional<Repository> fromLine(std::string line)
{
    line.resize(std::min(line.find('#'), line.size()));
    Repository repository;
    if (const auto open = line.find('['), close = line.find(']');
        open < close && close != std::string::npos) {
        repository.signedBy = line.substr(open + 1, close - open - 1);
        line.erase(open, close - open + 1);
        if (repository.signedBy.find("signed-by") == std::string::npos)
            repository.signedBy.clear();
    }
    const auto fields = words(line);
    if (fields.size() < 4)
        return std::nullopt;
    repository.types = {fields[0]};
    repository.addresses = {fields[1]};
    repository.suites = {fields[2]};
    repository.components.assign(fields.begin() + 3, fields.end());
    return repository;
}

/// A paragraph of "Field: value" (sources.list(5), deb822 style).
std::optional<Repository> fromParagraph(const std::map<std::string, std::string> &fields)
{
    auto value = [&](const char *name) {
        auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    };
    if (const std::string enabled = value("enabled");
        !enabled.empty() && words(enabled) == std::vector<std::string>{"no"})
        return std::nullopt;
    return Repository{words(value("types")), words(value("uris")), words(value("suites")),
                      words(value("components")), value("signed-by")};
}

void addParagraphs(const std::string &text, std::vector<Repository> &to)
{
    std::map<std::string, std::string> fields;
    std::string last;
    auto finish = [&] {
        if (auto repository = fromParagraph(fields); repository && !fields.empty())
            to.push_back(std::move(*repository));
        fields.clear();
        last.clear();
    };
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with('#'))
            continue;
        if (words(line).empty()) {
            finish();
        } else if (line.front() == ' ' || line.front() == '\t') {
            fields[last] += line;
        } else if (const auto colon = line.find(':'); colon != std::string::npos) {
            last = line.substr(0, colon);
            std::transform(last.begin(), last.end(), last.begin(),
                           [](unsigned char c) { return std::tolower(c); });
            fields[last] = line.substr(colon + 1);
        }
    }
    finish();
}

std::vector<Repository> repositories(const std::string &root)
{
    std::vector<std::filesystem::path> files{root + "/etc/apt/sources.list"};
    std::error_code ignored;
    for (const auto &entry : std::filesystem::directory_iterator(root + "/etc/apt/sources.list.d", ignored))
        files.push_back(entry.path());
    std::sort(files.begin() + 1, files.end());
    std::vector<Repository> found;
    for (const auto &file : files) {
        if (file.extension() == ".sources") {
            addParagraphs(readText(file), found);
        } else if (file.extension() == ".list") {
            std::istringstream stream(readText(file));
            for (std::string line; std::getline(stream, line);)
                if (auto repository = fromLine(line))
                    found.push_back(std::move(*repository));
        }
    }
    return found;
}

/// The address of the repository that has this suite, if it is Debian's own: others use its release names, too.
std::optional<std::string> addressOf(const std::vector<Repository> &all, const std::string &suite,
                                     const char *ending)
{
    for (const Repository &repository : all) {
        if (!has(repository.types, "deb") || !has(repository.suites, suite) ||
            !has(repository.components, "main") ||
            (!repository.signedBy.empty() && repository.signedBy.find("debian-archive") == std::string::npos))
            continue;
        for (std::string address : repository.addresses) {
            while (address.ends_with('/'))
                address.pop_back();
            if (address.ends_with(ending) && checkMirror(address))
                return address;
        }
    }
    return std::nullopt;
}

struct Release
{
    const char *codename, *version;
};
constexpr Release releases[] = {{"bookworm", "12"}, {"trixie", "13"}};
} // namespace

HostSystem hostSystem(const std::string &root)
{
    HostSystem host;
    std::istringstream stream(readText(root + "/etc/os-release"));
    for (std::string line; std::getline(stream, line);) {
        const auto equals = line.find('=');
        if (equals == std::string::npos)
            continue;
        const std::string name = line.substr(0, equals);
        std::string value = line.substr(equals + 1);
        std::erase(value, '"');
        if (name == "ID")
            host.id = value;
        else if (name == "VERSION_CODENAME")
            host.codename = value;
        else if (name == "VERSION_ID")
            host.version = value;
    }
    return host;
}

DebianMirrors debianMirrors(const HostSystem &host, const std::string &root)
{
    DebianMirrors mirrors;
    if (host.id != "debian" || !checkReleaseName(host.codename))
        return mirrors;
    const auto all = repositories(root);
    if (auto archive = addressOf(all, host.codename, "/debian"))
        mirrors.archive = *archive;
    if (auto security = addressOf(all, host.codename + "-security", "/debian-security"))
        mirrors.security = *security;
    return mirrors;
}

std::vector<ImageSource> imageSources(const HostSystem &host, const DebianMirrors &mirrors)
{
    std::vector<ImageSource> sources;
    const bool isDebian = host.id == "debian" && checkReleaseName(host.codename);
    auto add = [&](const std::string &codename, const std::string &version, bool own) {
        const std::string title = "Debian " + (version.empty() ? codename : version + " (" + codename + ")");
        sources.push_back({"debian", codename, title, mirrors.archive, own});
    };
    if (isDebian)
        add(host.codename, checkImageName(host.version) ? host.version : "", true);
    for (const Release &release : releases)
        if (!isDebian || host.codename != release.codename)
            add(release.codename, release.version, !isDebian && sources.empty());
    return sources;
}

std::string_view debianArchitecture()
{
#if defined(__x86_64__)
    return "amd64";
#elif defined(__aarch64__)
    return "arm64";
#elif defined(__riscv)
    return "riscv64";
#elif defined(__i386__)
    return "i386";
#else
#error "name this architecture as Debian does"
#endif
}

} // namespace taper::daemon
