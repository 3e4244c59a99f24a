// SPDX-License-Identifier: GPL-3.0-or-later
// What the window can ask for, in core types; the wire's field names end here. Runs in: taper.
// Each returns when the thing is done (for jobs: when the job has ended), never blocks.
#pragma once
#include "client/job_tracker.h"
#include "core/container.h"
#include <QFuture>

namespace taper::client {

struct CreateRequest
{
    std::string name;
    std::string image;
    std::string user;                    ///< "" = root
    std::optional<std::string> password; ///< nothing = the helper makes one
    Limits limits;
    std::optional<std::string> network; ///< nothing = none
    std::optional<std::string> address; ///< nothing = chosen
    std::optional<std::string> mac;     ///< nothing = chosen
    bool start = true;
};

struct CreatedContainer
{
    std::string name;
    std::string user;
    std::optional<std::string> password; ///< the generated one, told this once
};

/// A bridge, as network.list tells it.
struct NetworkInfo
{
    std::string name, kind, owner; ///< owner: "taper" for ours
    std::string state;             ///< "up", "down", "absent" (made by the next start)
    std::optional<std::string> address;
    std::optional<bool> nat; ///< nothing: not ours to say
};

struct ConsoleTicket
{
    std::string ticket;
    std::string console; ///< for resizeConsole
};

/// A change of a stopped container's address: outer nothing = leave it, inner nothing = let it be chosen.
struct AddressChange
{
    std::optional<std::optional<std::string>> address, mac;
};

class Commands : public QObject
{
    Q_OBJECT

public:
    explicit Commands(Connection &connection, QObject *parent = nullptr);

    QFuture<Result<CreatedContainer>> create(const CreateRequest &request);
    QFuture<Status> start(const std::string &name);
    QFuture<Status> stop(const std::string &name);
    QFuture<Status> kill(const std::string &name);
    QFuture<Status> restart(const std::string &name);
    QFuture<Status> freeze(const std::string &name);
    QFuture<Status> unfreeze(const std::string &name);
    QFuture<Status> rename(const std::string &name, const std::string &newName);
    QFuture<Status> remove(const std::string &name, bool force);
    QFuture<Result<ContainerInfo>> setLimits(const std::string &name, const LimitsChange &change);
    QFuture<Result<ContainerInfo>> setAddress(const std::string &name, const AddressChange &change);
    QFuture<Result<ConsoleTicket>> console(const std::string &name, int rows, int columns);
    QFuture<Status> resizeConsole(const std::string &console, int rows, int columns);
    QFuture<Status> addBusybox(const std::string &name);
    /// path is opened here, with the user's rights.
    QFuture<Status> addArchive(const std::string &name, const QString &path);
    /// mirror "": the source's own.
    QFuture<Status> buildImage(const std::string &name, const ImageSource &source, const std::string &mirror);
    QFuture<Result<std::vector<ImageSource>>> imageSources();
    QFuture<Status> deleteImage(const std::string &name);
    QFuture<Status> cancelJob(std::uint64_t job);
    QFuture<Result<std::vector<NetworkInfo>>> networks();
    QFuture<Status> setNat(const std::string &bridge, bool nat);
    QFuture<Result<Rights>> rights();
    QFuture<Result<std::vector<HostCheck>>> hostCheck();
    QFuture<Result<taper::HostInfo>> hostInfo(); ///< helper_mirror.h has a HostInfo of its own
    QFuture<Result<std::vector<JournalEntry>>> journal(int limit);

private:
    QFuture<Status> job(std::string_view method, Json params);

    Connection &m_connection;
    JobTracker m_jobs;
};

} // namespace taper::client
