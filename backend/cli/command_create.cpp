// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl create.
#include "cli/address_options.h"
#include "cli/commands.h"
#include "cli/limit_options.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>

namespace taper::cli {

namespace {
struct Options
{
    std::string name, image, profile = "system";
    std::optional<std::string> user, network, address, mac;
    std::map<std::string_view, std::string> limits; ///< by their names
    bool passwordFromInput = false, start = false, ephemeral = false;
};

Result<Json> paramsOf(const Options &options)
{
    if (options.profile != "system")
        return Context::usage("unknown profile '" + printable(options.profile) + "'", "Known: system");
    Json params{{"name", options.name}, {"image", options.image}};
    Json limits = Json::object();
    for (const auto &[name, value] : options.limits)
        if (auto added = addLimit(limits, name, value); !added)
            return pass(added.error());
    if (!limits.empty())
        params["limits"] = std::move(limits);
    if (options.user)
        params["user"] = *options.user;
    if (options.network)
        params["network"] = *options.network == "none" ? Json(nullptr) : Json(*options.network);
    for (const auto &[key, value] : {std::pair{"address", options.address}, std::pair{"mac", options.mac}})
        if (value)
            addAddress(params, key, *value);
    if (options.ephemeral)
        params["ephemeral"] = true;
    if (options.start)
        params["start"] = true;
    if (options.passwordFromInput) {
        std::string password;
        if (!std::getline(std::cin, password) || password.empty())
            return Context::usage("--password-stdin: no password came on standard input",
                                  "Write it as one line, for example: echo secret | taperctl create …");
        params["password"] = std::move(password);
    }
    return params;
}

int create(Context &context, const Options &options)
{
    auto params = paramsOf(options);
    if (!params)
        return context.report(params.error());
    auto made = context.callJob("container.create", std::move(*params));
    if (!made)
        return context.report(made.error());
    const Json password = made->is_object() ? made->value("password", Json()) : Json();
    const Json user = made->is_object() ? made->value("user", Json()) : Json();
    if (context.json) {
        auto container = context.call("container.show", {{"name", options.name}});
        // The password comes only once: it is printed, whatever became of the container meanwhile.
        Json shown = container ? std::move(*container) : Json{{"name", options.name}};
        shown["user"] = user;
        shown["password"] = password;
        printJson(shown);
        return container ? exitOk : context.report(container.error());
    }
    if (password.is_string()) {
        std::fprintf(stderr, "%s: created. Password of %s, shown only once:\n", options.name.c_str(),
                     user.is_string() ? printable(user.get<std::string>()).c_str() : "root");
        print(password.get<std::string>() + "\n");
    }
    return exitOk;
}
} // namespace

void addCreate(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("create", "Make a container from an image");
    auto options = std::make_shared<Options>();
    command->add_option("NAME", options->name, "Letters, digits and dashes, at most 63")->required();
    command->add_option("--image", options->image, "Image: busybox, or one of `taperctl image list`")
        ->required();
    command->add_option("--profile", options->profile, "Isolation profile: system");
    command->add_option("--user", options->user, "Who may log in (root)");
    command->add_flag("--password-stdin", options->passwordFromInput,
                      "Read the password from standard input; else one is made and printed once");
    for (const auto &key : limitKeys)
        command
            ->add_option_function<std::string>(
                "--" + std::string(key.name),
                [options, name = key.name](const std::string &value) { options->limits[name] = value; },
                key.help)
            ->type_name(key.value);
    command->add_option("--network", options->network, "Bridge, or none (taper0)")->type_name("BRIDGE");
    command->add_option("--address", options->address, "Its address on the bridge, or auto (auto)")->type_name("IPV4");
    command->add_option("--mac", options->mac, "Its MAC address, or auto (auto)")->type_name("MAC");
    command->add_flag("--start", options->start, "Start it at once");
    command->add_flag("--ephemeral", options->ephemeral, "Delete it when it stops");
    command->footer("Example: taperctl create web --image busybox --memory 256M --start\n"
                    "         echo secret | taperctl create db --image debian --user ana --password-stdin");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return create(context, *options); }; });
}

} // namespace taper::cli
