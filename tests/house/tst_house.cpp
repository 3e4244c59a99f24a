// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that a compiler does not see: who may include whom, Qt's place, heads of files, the method
// table's care. Runs in: the tests. The arrows are those of ARCHITECTURE.md.
#include "house/source_tree.h"
#include "protocol/methods.h"
#include "protocol/reference.h"
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace taper;
using namespace taper::house;
using namespace std::literals;

namespace {

const std::string root = TAPER_SOURCE_DIR;

bool isIn(const std::string &layer, const std::string &folder)
{
    return layer == folder || layer.starts_with(folder + "/");
}

/// core <- protocol <- client <- gui; protocol <- cli; core <- engine <- worker, daemon; protocol <- daemon;
/// engine/{sys,container,security} <- monitor. A folder may always include itself.
const std::map<std::string, std::vector<std::string>> mayInclude{
    {"core", {"core"}},
    {"protocol", {"protocol", "core"}},
    {"client", {"client", "protocol", "core"}},
    {"cli", {"cli", "protocol", "core"}},
    {"engine", {"engine", "core"}},
    {"monitor", {"monitor", "engine/sys", "engine/container", "engine/security", "core"}},
    {"worker", {"worker", "engine", "core"}},
    {"daemon", {"daemon", "engine", "protocol", "core"}},
    {"gui", {"gui", "client", "core"}}, // the wire stops at the client
};

/// Contracts that lie in the folder of one side and are read by the other.
const std::set<std::pair<std::string, std::string>> contracts{{"daemon", "worker/worker_protocol.h"}};

std::string topLayer(const std::string &layer)
{
    for (const auto &[folder, unused] : mayInclude)
        if (isIn(layer, folder))
            return folder;
    return {};
}

/// Of a quoted include its layer, found where the compiler would look: beside the file, then below the
/// include roots.
std::string includedLayer(const SourceFile &file, const Include &include)
{
    namespace fs = std::filesystem;
    const fs::path beside = fs::path(root) / fs::path(file.path).parent_path() / include.path;
    std::vector<fs::path> places{beside};
    for (const char *includeRoot : {"backend", "helper", "gui"})
        places.push_back(fs::path(root) / includeRoot / include.path);
    for (const auto &place : places)
        if (fs::exists(place))
            return layerOf(fs::relative(place, root));
    return "unknown";
}

bool isQt(const Include &include)
{
    return !include.quoted &&
           (include.path.starts_with("Qt") || (include.path.size() > 1 && include.path[0] == 'Q' &&
                                               std::isupper(static_cast<unsigned char>(include.path[1]))));
}

} // namespace

class tst_House : public QObject
{
    Q_OBJECT
    std::vector<SourceFile> m_files = sourceTree(root);

    void report(const std::vector<std::string> &faults)
    {
        for (const auto &fault : faults)
            qWarning("%s", fault.c_str());
        QCOMPARE(faults.size(), std::size_t(0));
    }

private slots:
    void filesAreFound()
    {
        QVERIFY(m_files.size() > 30);
        QVERIFY(std::ranges::any_of(m_files, [](const auto &file) {
            return file.path == "backend/core/error.h" && !file.includes.empty();
        }));
    }

    void includesFollowTheArrows()
    {
        std::vector<std::string> faults;
        for (const auto &file : m_files) {
            const std::string from = topLayer(layerOf(file.path));
            if (from.empty() || !file.isCpp())
                continue;
            for (const auto &include : file.includes) {
                if (!include.quoted || contracts.contains({from, include.path}))
                    continue;
                const std::string to = includedLayer(file, include);
                const auto &allowed = mayInclude.at(from);
                if (to != "unknown" &&
                    std::ranges::none_of(allowed, [&](const auto &folder) { return isIn(to, folder); }))
                    faults.push_back(file.path + ":" + std::to_string(include.line) + ": " + from +
                                     " may not include " + include.path);
            }
        }
        report(faults);
    }

    void everyFolderHasItsPlace()
    {
        std::set<std::string> strange;
        for (const auto &file : m_files)
            if (file.isCpp() &&
                (file.path.starts_with("backend/") || file.path.starts_with("helper/") ||
                 file.path.starts_with("gui/")) &&
                topLayer(layerOf(file.path)).empty())
                strange.insert("no arrow for " + file.path);
        report({strange.begin(), strange.end()});
    }

    void qtStaysInClientAndWindow()
    {
        std::vector<std::string> faults;
        for (const auto &file : m_files) {
            const std::string layer = topLayer(layerOf(file.path));
            if (layer.empty() || layer == "client" || layer == "gui")
                continue;
            for (const auto &include : file.includes)
                if (isQt(include))
                    faults.push_back(file.path + ":" + std::to_string(include.line) + ": Qt in " + layer);
        }
        report(faults);
    }

    void theWindowTalksToNoKernel()
    {
        std::vector<std::string> faults;
        for (const auto &file : m_files) {
            if (!file.path.starts_with("gui/"))
                continue;
            for (const auto &include : file.includes)
                if (include.path.starts_with("sys/") || include.path.starts_with("linux/") ||
                    include.path.starts_with("netlink/"))
                    faults.push_back(file.path + ":" + std::to_string(include.line) +
                                     ": the window includes " + include.path);
        }
        report(faults);
    }

    void rootCodeStartsNoShell()
    {
        std::vector<std::string> faults;
        for (const auto &file : m_files) {
            if (!file.isCpp() || !file.path.starts_with("helper/"))
                continue;
            std::istringstream stream(file.text);
            std::string line;
            for (int number = 1; std::getline(stream, line); ++number) {
                const std::string code = line.substr(0, line.find("//"));
                for (const auto &call :
                     {" system("s, " popen("s, "std::system("s, "execlp("s, "execvp("s, "posix_spawnp("s})
                    if (code.find(call) != std::string::npos)
                        faults.push_back(file.path + ":" + std::to_string(number) +
                                         ": searches PATH or a shell:" + call);
            }
        }
        report(faults);
    }

    void everyFileHasItsHead()
    {
        std::vector<std::string> faults;
        for (const auto &file : m_files) {
            const std::string head = file.text.substr(0, 400);
            if (head.find("SPDX-License-Identifier: GPL-3.0-or-later") == std::string::npos)
                faults.push_back(file.path + ": no SPDX head line");
        }
        report(faults);
    }

    void longFilesArePrinted() // a guide, not a gate
    {
        for (const auto &file : m_files)
            if (file.isCpp() && file.lines > 400)
                qInfo("%s has %d lines (guide: 400)", file.path.c_str(), file.lines);
    }

    void methodsAreDescribed()
    {
        std::set<std::string_view> names;
        for (const auto &method : protocol::methods) {
            QVERIFY2(names.insert(method.name).second, method.name.data());
            QVERIFY2(!method.does.empty() && method.does.back() == '.', method.name.data());
            QVERIFY2(!method.params.empty() && !method.result.empty(), method.name.data());
            // What changes something is asked for.
            QVERIFY2(method.action == protocol::Action::None ||
                         protocol::actionName(method.action).starts_with("org.taper."),
                     method.name.data());
            QVERIFY2(!method.mutating || method.action != protocol::Action::None, method.name.data());
        }
    }

    void thePageOfMethodsIsTrue()
    {
        const std::string path = root + "/docs/protocol.md";
        if (std::getenv("TAPER_WRITE_DOCS"))
            std::ofstream(path) << protocol::protocolReference();
        std::ifstream stream(path);
        const std::string page{std::istreambuf_iterator<char>(stream), {}};
        QVERIFY2(page == protocol::protocolReference(),
                 "docs/protocol.md is not what backend/protocol/methods.h says: TAPER_WRITE_DOCS=1 "
                 "build/dev/tests/tst_house");
    }
};

QTEST_GUILESS_MAIN(tst_House)
#include "tst_house.moc"
