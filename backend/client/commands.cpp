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

template <typename T> Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
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
    Json params{
        {"name", request.name},
        {"image", request.image},
        {"limits",
         {{"memory", orNull(request.limits.memory)}, {"cpuWeight", orNull(request.limits.cpuWeight)}}},
        {"network", orNull(request.network)},
        {"start", request.start}};
    if (!request.user.empty())
        params["user"] = request.user;
    if (request.password)
        params["password"] = *request.password;
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

QFuture<Status> Commands::remove(const std::string &name, bool force)
{
    return job("container.delete", {{"name", name}, {"force", force}});
}

QFuture<Result<ContainerInfo>> Commands::setLimits(const std::string &name, const LimitsChange &change)
{
    Json limits = Json::object();
    if (change.memory)
        limits["memory"] = orNull(*change.memory);
    if (change.cpuWeight)
        limits["cpuWeight"] = orNull(*change.cpuWeight);
    return m_connection.request("container.set", {{"name", name}, {"limits", limits}})
        .then([](const Result<Json> &result) -> Result<ContainerInfo> {
            if (!result)
                return tl::unexpected<Error>(result.error());
            return protocol::containerFromJson(*result);
        });
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

QFuture<Status> Commands::deleteImage(const std::string &name)
{
    return job("image.delete", {{"name", name}});
}

QFuture<Status> Commands::cancelJob(std::uint64_t job)
{
    return withoutResult(m_connection.request("job.cancel", {{"job", job}}));
}

} // namespace taper::client
