// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl image list, add, delete. Files are opened here, with the user's own rights, and handed over as
// descriptors.
#include "cli/archive_feed.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "core/units.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace taper::cli {

namespace {
struct AddOptions
{
    std::string source, name;
};

int list(Context &context)
{
    auto answer = context.call("image.list");
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    Table table({"NAME", "SYSTEM", "INIT", "SIZE", "ADDED", "USED BY"});
    table.alignRight(3);
    for (const auto &element : *answer) {
        auto image = protocol::imageFromJson(element);
        if (!image)
            return context.report(image.error());
        table.add({image->name, orDash(image->os), image->init, formatBytes(image->sizeBytes),
                   image->createdAt, orDash(joined(image->usedBy, ", "))});
    }
    if (answer->empty())
        std::fputs("No images yet. Add one: taperctl image add busybox, or taperctl image build debian:bookworm\n",
                   stderr);
    else
        print(table.text());
    return exitOk;
}

/// "debian-12.tar.zst" -> "debian-12"; a folder's own name.
std::string nameFromPath(const std::string &source)
{
    std::error_code ignored;
    auto path = std::filesystem::absolute(source, ignored).lexically_normal();
    if (path.filename().empty())
        path = path.parent_path();
    std::string name = path.filename();
    for (std::string_view ending : {".gz", ".xz", ".zst", ".bz2", ".tgz", ".txz", ".tar"})
        if (name.size() > ending.size() && name.ends_with(ending))
            name.resize(name.size() - ending.size());
    return name;
}

Result<Json> finishAdd(Context &context, Json params, int fd, ArchiveFeed *feed)
{
    return context.callJob("image.add", std::move(params), [&](const Json &answer) -> Result<Watch *> {
        auto ticket = protocol::Fields(answer).requireString("ticket", 256);
        if (!ticket)
            return pass(ticket.error());
        auto passing = Attachment::begin(context.socketPath, "fd.pass", *ticket, fd);
        if (!passing)
            return pass(passing.error());
        if (auto passed = passing->finish(); !passed)
            return pass(passed.error());
        if (feed)
            feed->closeReadEnd();
        return feed;
    });
}

Result<Json> addArchive(Context &context, const AddOptions &options, Json params)
{
    params["source"] = "archive";
    const Descriptor file(::open(options.source.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about
    {
    };
    if (!file || ::fstat(file.get(), &about) != 0) {
        const int reason = errno;
        return fail(ErrorCode::ImageInvalid, "open", printable(options.source), std::strerror(reason),
                    "Give a tar archive, a folder, or the word busybox");
    }
    if (S_ISDIR(about.st_mode)) {
        ArchiveFeed feed;
        if (auto started = feed.start(options.source); !started)
            return pass(started.error());
        return finishAdd(context, std::move(params), feed.readEnd(), &feed);
    }
    if (S_ISREG(about.st_mode))
        params["sizeBytes"] = about.st_size;
    return finishAdd(context, std::move(params), file.get(), nullptr);
}

int add(Context &context, const AddOptions &options)
{
    std::error_code ignored;
    const bool isBuiltIn = options.source == "busybox" && !std::filesystem::exists(options.source, ignored);
    Json params{{"name", options.name.empty() ? nameFromPath(options.source) : options.name}};
    auto added = isBuiltIn ? (params["source"] = "busybox", context.callJob("image.add", std::move(params)))
                           : addArchive(context, options, std::move(params));
    if (!added)
        return context.report(added.error());
    if (context.json)
        printJson(*added);
    return exitOk;
}

int remove(Context &context, const std::vector<std::string> &names)
{
    const int status = forEachName(context, names, [&](const std::string &name) -> Status {
        auto done = context.callJob("image.delete", {{"name", name}});
        return done ? Status() : pass(done.error());
    });
    return status;
}
} // namespace

void addImage(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("image", "List, add, build and delete images");
    command->require_subcommand(1);
    command->fallthrough();

    auto *listing = command->add_subcommand("list", "List images");
    listing->callback([&program] { program.run = [](Context &context) { return list(context); }; });

    auto *adding =
        command->add_subcommand("add", "Add an image from an archive, a folder, or the built-in busybox");
    auto options = std::make_shared<AddOptions>();
    adding
        ->add_option("SOURCE", options->source, "FILE.tar, .tar.gz, .tar.xz, .tar.zst, a folder, or busybox")
        ->required();
    adding->add_option("--name", options->name, "Its name (else made from the file's)");
    adding->footer("Example: taperctl image add debian12.tar.zst --name debian/12\n"
                   "         sudo taperctl image add /srv/rootfs --name mine\n"
                   "         taperctl image add busybox");
    adding->callback(
        [=, &program] { program.run = [=](Context &context) { return add(context, *options); }; });

    addImageBuild(*command, program);

    auto *deleting = command->add_subcommand("delete", "Delete images that no container uses");
    auto names = std::make_shared<std::vector<std::string>>();
    deleting->add_option("NAME", *names, "Images")->required();
    deleting->callback(
        [=, &program] { program.run = [=](Context &context) { return remove(context, *names); }; });
}

} // namespace taper::cli
