// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/commands.h"

#include "client/async.h"
#include "client/file_pass.h"

namespace taper::client {

namespace {
Status withoutResult(const Result<Json> &result)
{
    return result ? Status() : Status(tl::unexpected<Error>(result.error()));
}

QFuture<Status> withoutResult(QFuture<Result<Json>> future)
{
    return future.then([](const Result<Json> &result) { return withoutResult(result); });
}

/// A request whose result is a list, element by element.
template <typename T>
QFuture<Result<std::vector<T>>> listed(QFuture<Result<Json>> future, Result<T> (*read)(const Json &))
{
    return future.then([read](const Result<Json> &result) -> Result<std::vector<T>> {
        if (!result)
            return tl::unexpected<Error>(result.error());
        std::vector<T> list;
        for (const auto &element : *result) {
            auto entry = read(element);
            if (!entry)
                return tl::unexpected<Error>(entry.error());
            list.push_back(std::move(*entry));
        }
        return list;
    });
}

template <typename T> QFuture<Result<T>> one(QFuture<Result<Json>> future, Result<T> (*read)(const Json &))
{
    return future.then([read](const Result<Json> &result) -> Result<T> {
        if (!result)
            return tl::unexpected<Error>(result.error());
        return read(*result);
    });
}

template <typename T> Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Result<NetworkInfo> networkFrom(const Json &json)
{
    const protocol::Fields fields(json);
    const auto text = [&fields](std::string_view field) {
        return fields.string(field).value_or(std::nullopt).value_or("");
    };
    auto name = fields.requireString("name");
    if (!name)
        return tl::unexpected<Error>(name.error());
    NetworkInfo network{*name,
                        text("kind"),
                        text("owner"),
                        text("state"),
                        fields.string("address").value_or(std::nullopt),
                        std::nullopt};
    if (fields.has("nat") && !fields.isNull("nat"))
        network.nat = fields.boolean("nat", false).value_or(false);
    return network;
}

QFuture<Status> answered(Error error)
{
    QPromise<Status> promise;
    promise.start();
    promise.addResult(Status(tl::unexpected<Error>(std::move(error))));
    promise.finish();
    return promise.future();
}

Result<CreatedContainer> createdFrom(const Result<Json> &result)
{
    if (!result)
        return tl::unexpected<Error>(result.error());
    const protocol::Fields fields(*result);
    CreatedContainer created;
    created.name = fields.string("name").value_or(std::nullopt).value_or("");
    created.user = fields.string("user").value_or(std::nullopt).value_or("root");
    created.password = fields.string("password").value_or(std::nullopt);
    return created;
}
} // namespace

Commands::Commands(Connection &connection, QObject *parent)
    : QObject(parent), m_connection(connection), m_jobs(connection)
{
}

QFuture<Status> Commands::job(std::string_view method, Json params)
{
    return withoutResult(m_jobs.run(method, std::move(params)));
}

QFuture<Result<CreatedContainer>> Commands::create(const CreateRequest &request)
{
    Json params{{"name", request.name},
                {"image", request.image},
                {"limits", protocol::toJson(request.limits)},
                {"network", orNull(request.network)},
                {"start", request.start}};
    if (!request.user.empty())
        params["user"] = request.user;
    if (request.password)
        params["password"] = *request.password;
    if (request.address)
        params["address"] = *request.address;
    if (request.mac)
        params["mac"] = *request.mac;
    return m_jobs.run("container.create", std::move(params)).then(createdFrom);
}

QFuture<Status> Commands::start(const std::string &name)
{
    return job("container.start", {{"name", name}});
}

QFuture<Status> Commands::stop(const std::string &name)
{
    return job("container.stop", {{"name", name}});
}

QFuture<Status> Commands::kill(const std::string &name)
{
    return job("container.kill", {{"name", name}});
}

QFuture<Status> Commands::restart(const std::string &name)
{
    return job("container.restart", {{"name", name}});
}

QFuture<Status> Commands::freeze(const std::string &name)
{
    return job("container.freeze", {{"name", name}});
}

QFuture<Status> Commands::unfreeze(const std::string &name)
{
    return job("container.unfreeze", {{"name", name}});
}

QFuture<Status> Commands::rename(const std::string &name, const std::string &newName)
{
    return job("container.rename", {{"name", name}, {"newName", newName}});
}

QFuture<Status> Commands::remove(const std::string &name, bool force)
{
    return job("container.delete", {{"name", name}, {"force", force}});
}

QFuture<Result<ContainerInfo>> Commands::setLimits(const std::string &name, const LimitsChange &change)
{
    return one(m_connection.request("container.set", {{"name", name}, {"limits", protocol::toJson(change)}}),
               protocol::containerFromJson);
}

QFuture<Result<ContainerInfo>> Commands::setAddress(const std::string &name, const AddressChange &change)
{
    Json params{{"name", name}};
    if (change.address)
        params["address"] = orNull(*change.address);
    if (change.mac)
        params["mac"] = orNull(*change.mac);
    return one(m_connection.request("container.set", std::move(params)), protocol::containerFromJson);
}

QFuture<Result<ConsoleTicket>> Commands::console(const std::string &name, int rows, int columns)
{
    return m_connection.request("container.console", {{"name", name}, {"rows", rows}, {"columns", columns}})
        .then([](const Result<Json> &result) -> Result<ConsoleTicket> {
            if (!result)
                return tl::unexpected<Error>(result.error());
            const protocol::Fields fields(*result);
            auto ticket = fields.requireString("ticket");
            if (!ticket)
                return tl::unexpected<Error>(ticket.error());
            return ConsoleTicket{*ticket, fields.string("console").value_or(std::nullopt).value_or("")};
        });
}

QFuture<Status> Commands::resizeConsole(const std::string &console, int rows, int columns)
{
    return withoutResult(
        m_connection.request("console.resize", {{"console", console}, {"rows", rows}, {"columns", columns}}));
}

QFuture<Status> Commands::addBusybox(const std::string &name)
{
    return job("image.add", {{"name", name}, {"source", "busybox"}});
}

QFuture<Status> Commands::addArchive(const std::string &name, const QString &path)
{
    auto file = OpenFile::openForReading(path);
    if (!file)
        return answered(file.error());
    const Json params{{"name", name}, {"source", "archive"}, {"sizeBytes", (*file)->size()}};
    // What goes wrong while the file is handed over ends the job at the helper's side; its error is the answer.
    return withoutResult(m_jobs.run("image.add", params, [this, file = *file](const Json &begun) {
        const std::string ticket =
            protocol::Fields(begun).string("ticket").value_or(std::nullopt).value_or("");
        const auto number =
            protocol::Fields(begun).integer("job", 0, INT64_MAX).value_or(std::nullopt).value_or(0);
        whenDone(passFile(m_connection.socketPath(), ticket, file, this), this,
                 [this, number](const Status &passed) {
                     if (!passed)
                         cancelJob(static_cast<std::uint64_t>(number));
                 });
    }));
}

QFuture<Status> Commands::buildImage(const std::string &name, const ImageSource &source,
                                     const std::string &mirror)
{
    Json params{{"name", name}, {"distribution", source.distribution}, {"release", source.release}};
    if (!mirror.empty())
        params["mirror"] = mirror;
    return job("image.build", std::move(params));
}

QFuture<Result<std::vector<ImageSource>>> Commands::imageSources()
{
    return listed(m_connection.request("image.sources", Json::object()), protocol::imageSourceFromJson);
}

QFuture<Status> Commands::deleteImage(const std::string &name)
{
    return job("image.delete", {{"name", name}});
}

QFuture<Status> Commands::cancelJob(std::uint64_t job)
{
    return withoutResult(m_connection.request("job.cancel", {{"job", job}}));
}

QFuture<Result<std::vector<NetworkInfo>>> Commands::networks()
{
    return listed<NetworkInfo>(m_connection.request("network.list", Json::object()), networkFrom);
}

QFuture<Status> Commands::setNat(const std::string &bridge, bool nat)
{
    return withoutResult(m_connection.request("network.set", {{"name", bridge}, {"nat", nat}}));
}

QFuture<Result<Rights>> Commands::rights()
{
    return one(m_connection.request("rights.get", Json::object()), protocol::rightsFromJson);
}

QFuture<Result<std::vector<HostCheck>>> Commands::hostCheck()
{
    return listed(m_connection.request("host.check", Json::object()), protocol::hostCheckFromJson);
}

QFuture<Result<taper::HostInfo>> Commands::hostInfo()
{
    return one(m_connection.request("host.info", Json::object()), protocol::hostInfoFromJson);
}

QFuture<Result<std::vector<JournalEntry>>> Commands::journal(int limit)
{
    return listed(m_connection.request("journal.list", {{"limit", limit}}), protocol::journalEntryFromJson);
}

} // namespace taper::client
