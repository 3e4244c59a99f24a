// SPDX-License-Identifier: GPL-3.0-or-later
// How the helper and a worker process talk. Header only: the worker is static and knows no daemon code.
//
//   taper-worker unpack    in a container of its own: / is the new image's directory (empty), no host root
//     fd 3  task: memfd with JSON {kind: "archive"|"busybox", maxBytes, maxEntries}
//     fd 4  report: a pipe, one JSON object a line: {"done":N,"total":N?} ... then {"result":{...}}
//           or {"error":{code, operation, subject, detail, hint}}
//     fd 5  the archive (file or pipe), or the host's static busybox
//     makes /rootfs/...; result {fingerprint: 64 hex, sizeBytes, os, init: systemd|busybox|other, skippedNodes}
//   taper-worker build     in a container of its own with the host's /usr, read-only, and a place on the bridge; the new
//                          image's directory is /image
//     fd 3  task: {distribution: "debian", release, mirror, updates: bool, securityMirror: string, architecture}
//     fd 4  as above, progress with a step: {"step":"download","done":N,"total":N?,"unit":"bytes"}
//     makes /image/rootfs/...; result {fingerprint, sizeBytes, os, init}
//   taper-worker storage   host root cut down to the capabilities of copying and deleting; fd 6 is the state directory
//     fd 3  task: {kind: "empty-trash"}
//           or {kind: "prepare-layer", lower: "images/.../rootfs", upper: "layers/7/upper", hostname, user, passwordHash}
//           (passwd, shadow, group, home, hostname, machine-id, resolv.conf beneath upper)
//           or {kind: "rename-layer", lower, upper, from, to}: the names inside
//     fd 4  as above; result {} or {freedBytes}
//   taper-worker limits    the same rights; fd 6 is a container's group in the hierarchy that has memory
//     fd 3  task: {subject, memory: "67108864", swap: ""|"0"..., unified: "yes"|""}; fd 4 as above, result {}
//   taper-worker request   one netlink request that takes the kernel long (a bridge's removal); CAP_NET_ADMIN alone
//     fd 3  its bytes, as the helper wrote them
//     fd 5  a netlink socket
//   taper-worker probe     whether the file system of fd 6 can be idmapped; makes the user namespace that takes
// What a worker reports is untrusted (it has read hostile bytes): lines above 64 KiB, wrong types, surplus lines end it.
#pragma once

namespace taper::worker {
enum WorkerFd : int { taskFd = 3, reportFd = 4, inputFd = 5, directoryFd = 6 };
inline constexpr unsigned maximumLine = 65536;
inline constexpr unsigned long long maximumImageBytes = 64ull << 30;
inline constexpr unsigned long long maximumImageEntries = 4'000'000;
} // namespace taper::worker
