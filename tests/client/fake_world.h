// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up containers, images and counters for tests of the client and the window. Runs in: tests only.
#pragma once
#include "core/container.h"
#include "core/host_check.h"
#include "core/journal_entry.h"
#include "core/rights.h"
#include "core/topology.h"
#include "protocol/json.h"
#include <map>

namespace taper::test {

ContainerInfo madeUpContainer(const std::string &name, State state);
ImageInfo madeUpImage(const std::string &name, const std::string &os, const std::string &init);

/// What a helper would know.
struct FakeWorld
{
    std::map<std::string, ContainerInfo> containers;
    std::map<std::string, ImageInfo> images;
    std::map<std::string, std::string> unavailableLimits; ///< what the host cannot enforce, and why
    bool nat = false;                                     ///< of taper0
    std::vector<ImageSource> sources;
    std::vector<HostCheck> checks;
    std::vector<JournalEntry> journal; ///< the newest first
    std::optional<Rights> rights;      ///< nothing: as hello's word says

    /// Sources, checks and a journal, as a small computer has them.
    void addPages();
    /// count containers in mixed states, with images.
    static FakeWorld withContainers(int count);
    /// Sets state and all that follows from it: pid, addresses, start time, timeline.
    void setState(const std::string &name, State state);
    void setUsedBy();
    Topology topology() const;
    /// Cumulative counters after this many microseconds.
    protocol::Json metrics(std::int64_t timeUsec) const;
};

} // namespace taper::test
