// SPDX-License-Identifier: GPL-3.0-or-later
// The single table of what can be asked of the helper. Router, clients, CLI reference and docs/protocol.md come
// from it. A method's meaning never changes; a new meaning is a new name.
#pragma once
#include <array>
#include <string_view>

namespace taper::protocol {

inline constexpr int majorVersion = 1, minorVersion = 0;

/// polkit's actions (polkit/org.taper.policy). None: asked of nobody.
enum class Action { None, Observe, UseContainer, Create, Image, Network };
std::string_view actionName(Action action); ///< "org.taper.observe" …; UseContainer is use-own or use-any by owner

/// How an answer comes.
enum class Reply {
    Result,   ///< in the response
    Job,      ///< {job}; the outcome comes as job.changed
    Deferred, ///< in the response, when what is asked for has happened
};

struct Method
{
    std::string_view name;
    std::string_view params; ///< TypeScript-like shape
    std::string_view result; ///< of the response, or of the job
    Action action;
    bool mutating;           ///< written into the journal
    Reply reply;
    std::string_view does;
};

inline constexpr std::array methods{
    Method{"hello", "{major: int, minor: int, client: string}",
           "{major, minor, features: string[], helperVersion: string, uid: int, rights: string, rightsReason: string}",
           Action::None, false, Reply::Result, "Must be first. Agrees on a major version; says what the caller may do and why."},
    Method{"rights.get", "{}", "{uid: int, actions: {observe, use-own, use-any, create, image, network: yes|ask|no}, reason: string}",
           Action::Observe, false, Reply::Result, "What the caller may do, may do after a question, or may not; nobody is asked for it."},
    Method{"host.check", "{}", "Check[] {id, title, group, state: ok|missing|warning, detail, what, breaks, repair, required: bool}",
           Action::Observe, false, Reply::Result, "What this computer's running kernel offers to containers."},
    Method{"host.info", "{}", "{hostname, os, kernel, cpus: int, cpuSet: string, unavailableLimits: {limit: reason}, memoryBytes, uptimeSec: int, cgroups: string, helperVersion, storage: {path, freeBytes, totalBytes}}",
           Action::Observe, false, Reply::Result, "The machine itself. unavailableLimits: those that it cannot enforce, and why."},
    Method{"container.list", "{}", "Container[]", Action::Observe, false, Reply::Result, "All containers, by name."},
    Method{"container.show", "{name}", "Container", Action::Observe, false, Reply::Result, "One container."},
    Method{"container.create",
           "{name, image, user?: string, password?: string, limits?: Limits, network?: string|null, address?: string, "
           "mac?: string, ephemeral?: bool, start?: bool, command?: string[], environment?: object}",
           "{name, user: string, password: string|null}", Action::Create, true, Reply::Job,
           "Makes a container. Limits {memory, swap: bytes; cpuWeight: 1..10000; cpuCap: percent of one CPU; cpus: \"0-1,3\"; "
           "processes}, each absent or null for none. address and mac are chosen when not given. user defaults to root; a password is made when none is given and returned once. "
           "command: run this instead of the image's init (taperctl run)."},
    Method{"container.start", "{name}", "{pid, addresses}", Action::UseContainer, true, Reply::Job, "Starts it; done when RUNNING."},
    Method{"container.stop", "{name, timeoutSec?: int}", "{}", Action::UseContainer, true, Reply::Job,
           "Asks init to shut down; kills after the timeout (60 s)."},
    Method{"container.kill", "{name}", "{}", Action::UseContainer, true, Reply::Job, "Kills every process of it."},
    Method{"container.restart", "{name, timeoutSec?: int}", "{pid, addresses}", Action::UseContainer, true, Reply::Job, "Stop, then start."},
    Method{"container.freeze", "{name}", "{}", Action::UseContainer, true, Reply::Job, "Stops every process of it where it is; done when FROZEN."},
    Method{"container.unfreeze", "{name}", "{}", Action::UseContainer, true, Reply::Job, "Lets a frozen one go on; done when RUNNING."},
    Method{"container.rename", "{name, newName}", "Container", Action::UseContainer, true, Reply::Job,
           "Gives a stopped container another name, inside, too."},
    Method{"container.delete", "{name, force?: bool}", "{}", Action::UseContainer, true, Reply::Job,
           "Removes it and its files; a running one only with force."},
    Method{"container.set", "{name, limits?: Limits, address?: string|null, mac?: string|null}", "Container",
           Action::UseContainer, true, Reply::Result,
           "Changes limits, live and saved; null is no limit. Address and MAC only of a stopped one; null lets them be chosen. All or none."},
    Method{"container.console", "{name, rows: int, columns: int}", "{ticket, console: string}", Action::UseContainer, false, Reply::Result,
           "A ticket for console.attach: its /dev/console with scroll-back. console is for console.resize."},
    Method{"console.resize", "{console: string, rows: int, columns: int}", "{}", Action::UseContainer, false, Reply::Result,
           "The window of a console or of an exec with a terminal has a new size."},
    Method{"container.exec",
           "{name, argv: string[], environment?: object, user?: string, directory?: string, terminal?: {rows, columns}|null}",
           "{exec: string, stdioTicket, stderrTicket: string|null}", Action::UseContainer, true, Reply::Result,
           "Runs a program inside. It begins when all tickets are attached. With terminal there is no stderr stream; "
           "exec is also the console id for console.resize."},
    Method{"exec.wait", "{exec: string}", "{exitStatus: int, signal: int|null}", Action::UseContainer, false, Reply::Deferred,
           "Answers when the program has ended. exitStatus is 128 + signal when a signal ended it."},
    Method{"exec.signal", "{exec: string, signal: int}", "{}", Action::UseContainer, false, Reply::Result, "Sends it a signal."},
    Method{"container.wait", "{name}", "{exitStatus: int}", Action::Observe, false, Reply::Deferred, "Answers when it is STOPPED (or already was)."},
    Method{"image.list", "{}", "Image[]", Action::Observe, false, Reply::Result, "All images, by name."},
    Method{"image.add", "{name, source: \"busybox\"|\"archive\", sizeBytes?: int}", "Image", Action::Image, true, Reply::Job,
           "busybox: made from this computer's own static busybox. archive: answers {job, ticket}; hand the archive's fd over with fd.pass."},
    Method{"image.build", "{name, distribution: \"debian\", release: string, mirror?: string}", "Image", Action::Image, true, Reply::Job,
           "Builds a system from its distribution's own packages, in a container of its own."},
    Method{"image.sources", "{}", "Source[] {distribution, release, title, mirror, suggested: bool}", Action::Observe, false, Reply::Result,
           "What can be built here, the first suggestion first."},
    Method{"image.delete", "{name}", "{}", Action::Image, true, Reply::Job, "Removes an image that no container uses."},
    Method{"network.list", "{}", "Network[] {name, kind, owner, address: string|null, ports: string[], state: up|down|absent, nat: bool|null}",
           Action::Observe, false, Reply::Result, "Bridges: ours and others'. nat is null where it is not ours to say."},
    Method{"network.set", "{name, nat: bool}", "Network", Action::Network, true, Reply::Result,
           "Whether containers on a bridge of ours reach the outside (NAT, resolver); live and saved."},
    Method{"topology.get", "{}", "Topology {nodes, edges}", Action::Observe, false, Reply::Result, "The network from the kernel's own data."},
    Method{"metrics.get", "{}", "{timeUsec, host: {cpuUsec, memoryUsedBytes}, containers: {name: Usage}}", Action::Observe, false, Reply::Result,
           "Cumulative counters, sampled now."},
    Method{"job.list", "{}", "Job[]", Action::Observe, false, Reply::Result, "Running jobs and those that ended in the last minute."},
    Method{"job.cancel", "{job: int}", "{}", Action::UseContainer, true, Reply::Result, "Cancels a job of one's own (root: any)."},
    Method{"journal.list", "{limit?: int}", "Entry[] {id: int, time, uid, method, subject, outcome, before, after}", Action::Observe, false, Reply::Result,
           "Who did what, the newest first."},
    Method{"subscribe", "{topics: (containers|images|jobs|metrics|topology)[]}", "{revision, containers?, images?, jobs?, topology?}",
           Action::Observe, false, Reply::Result, "A snapshot of each topic now, changes as notifications from then on."},
    Method{"unsubscribe", "{topics: string[]}", "{}", Action::Observe, false, Reply::Result, "Ends notifications of these topics."},
    Method{"console.attach", "{ticket}", "{}", Action::None, false, Reply::Result,
           "Only as the first message of a connection of its own: after the response, raw bytes both ways."},
    Method{"fd.pass", "{ticket}", "{}", Action::None, false, Reply::Result,
           "Only as the first message of a connection of its own, with one fd (SCM_RIGHTS) beside its bytes."},
};

/// Null when there is none of that name.
const Method *findMethod(std::string_view name);

/// What the helper says unasked: method names of notifications.
namespace notification {
inline constexpr std::string_view containersChanged = "containers.changed"; ///< {revision, changed: Container[], removed: string[]}
inline constexpr std::string_view imagesChanged = "images.changed";         ///< {images: Image[]}
inline constexpr std::string_view jobChanged = "job.changed";               ///< Job + {result?}; to who asked and to subscribers of jobs
inline constexpr std::string_view metricsSampled = "metrics.sampled";       ///< as metrics.get, once a second
inline constexpr std::string_view topologyChanged = "topology.changed";     ///< Topology
} // namespace notification

} // namespace taper::protocol
