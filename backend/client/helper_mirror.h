// SPDX-License-Identifier: GPL-3.0-or-later
// What the helper knows, mirrored: a snapshot when the connection comes up, then differences by revision; a gap in the
// revisions asks for a new snapshot. Metrics and topology only while somebody looks (want()). Rates are made here from
// the helper's cumulative counters.
// Runs in: taper, main thread.
#pragma once
#include "client/connection.h"
#include "core/container.h"
#include "core/job.h"
#include "core/topology.h"
#include <QPointer>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taper::client {

class HelperMirror;

enum class Topic { Metrics, Topology };

/// A wish for a topic's notifications that ends with the object.
class Interest
{
public:
    Interest() = default;
    Interest(HelperMirror *mirror, Topic topic);
    Interest(Interest &&other) noexcept { swap(other); }
    Interest &operator=(Interest &&other) noexcept
    {
        Interest(std::move(other)).swap(*this);
        return *this;
    }
    ~Interest();

private:
    void swap(Interest &other) noexcept;

    QPointer<HelperMirror> m_mirror;
    Topic m_topic = Topic::Metrics;
};

struct HostInfo
{
    std::string hostname;
    std::string os;
    std::string kernel;
    std::string cgroups;
    std::uint32_t cpus = 0;
    std::string cpuSet; ///< which they are: "0-3"
    std::uint64_t memoryBytes = 0;
    std::map<std::string, std::string> unavailableLimits; ///< "swap" -> why it cannot be enforced here
};

/// What a container or the host does right now; a rate needs two samples.
struct Activity
{
    std::optional<double> cpuPercent; ///< 100 = one core fully busy
    std::uint64_t memoryBytes = 0;
    /// Of the CPU cap's periods since the last sample, in how many it was stopped; nothing while it wanted none.
    std::optional<double> throttledPercent;
};

class HelperMirror : public QObject
{
    Q_OBJECT

public:
    explicit HelperMirror(Connection &connection, QObject *parent = nullptr);

    /// False until the first snapshot of this connection is here.
    bool isCurrent() const { return m_current; }
    const std::map<std::string, ContainerInfo> &containers() const { return m_containers; }
    const ContainerInfo *container(const std::string &name) const;
    const std::vector<ImageInfo> &images() const { return m_images; }
    const std::map<std::uint64_t, JobInfo> &jobs() const { return m_jobs; }
    const Topology &topology() const { return m_topology; }
    const HostInfo &host() const { return m_host; }
    /// Nothing while nobody looks, or before its first sample.
    std::optional<Activity> activity(const std::string &container) const;
    std::optional<Activity> hostActivity() const { return m_hostActivity; }
    std::int64_t sampledAtUsec() const { return m_sampledAtUsec; }

    [[nodiscard]] Interest want(Topic topic) { return Interest(this, topic); }

signals:
    void currentChanged();
    /// changed: new or different; removed: gone. Already in containers().
    void containersChanged(const std::vector<std::string> &changed, const std::vector<std::string> &removed);
    void imagesChanged();
    void jobChanged(const taper::JobInfo &job);
    void topologyChanged();
    void hostChanged();
    void metricsSampled();

private:
    friend class Interest;
    using Names = std::vector<std::string>;

    void addInterest(Topic topic);
    void dropInterest(Topic topic);
    void onLinkChanged();
    void onNotified(const std::string &method, const Json &params);
    void subscribe(const Names &topics);
    void takeSnapshot(const Json &snapshot);
    void takeContainers(const Json &list);
    void takeDifferences(const Json &params);
    void takeImages(const Json &list);
    void takeJobs(const Json &list);
    void takeJob(const Json &json);
    void takeTopology(const Json &json);
    void takeMetrics(const Json &params);
    void takeHost(const Json &json);
    void forgetJob(std::uint64_t job);

    Connection &m_connection;
    bool m_current = false;
    bool m_resyncing = false;
    std::int64_t m_revision = 0;
    std::array<int, 2> m_interests{};
    std::map<std::string, ContainerInfo> m_containers;
    std::vector<ImageInfo> m_images;
    std::map<std::uint64_t, JobInfo> m_jobs;
    Topology m_topology;
    HostInfo m_host;
    std::int64_t m_sampledAtUsec = 0;
    std::map<std::string, Usage> m_lastUsage; ///< of the sample before
    std::uint64_t m_hostCpuUsec = 0;
    std::map<std::string, Activity> m_activity;
    std::optional<Activity> m_hostActivity;
};

} // namespace taper::client
