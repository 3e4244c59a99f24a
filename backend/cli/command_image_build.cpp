// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl image build and image sources: a system from its distribution's own packages. Runs in: taperctl.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace taper::cli {

namespace {
struct Options
{
    std::string source, name, mirror;
};

Result<Json> paramsOf(const Options &options)
{
    const auto colon = options.source.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == options.source.size())
        return Context::usage("'" + printable(options.source) + "' does not name what to build",
                              "Write DISTRIBUTION:RELEASE, for example debian:bookworm");
    Json params{{"name", options.name.empty() ? options.source : options.name},
                {"distribution", options.source.substr(0, colon)},
                {"release", options.source.substr(colon + 1)}};
    if (!options.mirror.empty()) {
        std::string mirror = options.mirror;
        while (mirror.ends_with('/'))
            mirror.pop_back();
        params["mirror"] = mirror;
    }
    return params;
}

int build(Context &context, const Options &options)
{
    auto params = paramsOf(options);
    if (!params)
        return context.report(params.error());
    const std::string name = (*params)["name"];
    auto built = context.callJob("image.build", std::move(*params));
    if (!built)
        return context.report(built.error());
    if (context.json)
        printJson(*built);
    else
        std::fprintf(stderr, "%s: built. Try it: taperctl create NAME --image %s --start\n",
                     printable(name).c_str(), printable(name).c_str());
    return exitOk;
}

int sources(Context &context)
{
    auto answer = context.call("image.sources");
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    Table table({"SOURCE", "SYSTEM", "MIRROR", "SUGGESTED"});
    for (const auto &element : *answer) {
        auto source = protocol::imageSourceFromJson(element);
        if (!source)
            return context.report(source.error());
        table.add({source->distribution + ":" + source->release, source->title, source->mirror,
                   source->suggested ? "yes" : "-"});
    }
    print(table.text());
    return exitOk;
}
} // namespace

void addImageBuild(CLI::App &image, Program &program)
{
    auto *building = image.add_subcommand("build", "Build an image from a distribution's own packages");
    auto options = std::make_shared<Options>();
    building->add_option("SOURCE", options->source, "DISTRIBUTION:RELEASE, one of `taperctl image sources`")
        ->required();
    building->add_option("--name", options->name, "Its name (else SOURCE)");
    building
        ->add_option("--mirror", options->mirror, "Where the packages come from (else as image sources says)")
        ->type_name("URL");
    building->footer(
        "Example: taperctl image build debian:bookworm\n"
        "         taperctl image build debian:trixie --mirror http://ftp.debian.org/debian --name trixie");
    building->callback(
        [=, &program] { program.run = [=](Context &context) { return build(context, *options); }; });

    auto *listing = image.add_subcommand("sources", "List what can be built here");
    listing->footer("Example: taperctl image sources");
    listing->callback([&program] { program.run = [](Context &context) { return sources(context); }; });
}

} // namespace taper::cli
