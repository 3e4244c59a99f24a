// SPDX-License-Identifier: GPL-3.0-or-later
// Core types as JSON: the one place that knows the wire's field names. Reading never throws.
#pragma once
#include "core/container.h"
#include "core/host_check.h"
#include "core/job.h"
#include "core/journal_entry.h"
#include "core/rights.h"
#include "core/topology.h"
#include <nlohmann/json.hpp>

namespace taper::protocol {

using Json = nlohmann::json;

/// One JSON object or value; ProtocolViolation on bad UTF-8, bad syntax, nesting deeper than 64.
Result<Json> parseJson(std::string_view text);
/// Compact; bytes that are not UTF-8 are replaced, never thrown about.
std::string dumpJson(const Json &value);

Json toJson(const ContainerInfo &container);
Json toJson(const ImageInfo &image);
Json toJson(const Limits &limits);
Json toJson(const LimitsChange &change); ///< only what it changes; null is no limit
Json toJson(const ImageRecipe &recipe);
Json toJson(const Usage &usage);
Json toJson(const ImageSource &source);
Json toJson(const HostCheck &check);
Json toJson(const HostInfo &info);
Json toJson(const JournalEntry &entry);
Json toJson(const Rights &rights);
Json toJson(const JobInfo &job);
Json toJson(const Topology &topology);
/// {code, message, subject, hint}: what clients show and scripts read.
Json toJson(const Error &error);

/// Unknown fields are ignored, missing ones keep their defaults, wrong types are InvalidArgument.
Result<ContainerInfo> containerFromJson(const Json &json);
Result<ImageInfo> imageFromJson(const Json &json);
Result<ImageSource> imageSourceFromJson(const Json &json);
Result<HostCheck> hostCheckFromJson(const Json &json);
Result<HostInfo> hostInfoFromJson(const Json &json);
Result<JournalEntry> journalEntryFromJson(const Json &json);
Result<Rights> rightsFromJson(const Json &json);
Result<JobInfo> jobFromJson(const Json &json);
Result<Topology> topologyFromJson(const Json &json);
Result<Usage> usageFromJson(const Json &json);
Result<LimitsChange> limitsChangeFromJson(const Json &json);
Error errorFromJson(const Json &json);

/// Typed access to a field; "field" is named in the error. Absent or null: nothing, or an error for require*.
class Fields
{
public:
    explicit Fields(const Json &object) : m_object(object) {}
    bool has(std::string_view field) const; ///< present, even if null
    bool isNull(std::string_view field) const;
    Result<std::string> requireString(std::string_view field, std::size_t maximum = 4096) const;
    Result<std::optional<std::string>> string(std::string_view field, std::size_t maximum = 4096) const;
    Result<std::optional<std::int64_t>> integer(std::string_view field, std::int64_t least, std::int64_t most) const;
    Result<std::int64_t> requireInteger(std::string_view field, std::int64_t least, std::int64_t most) const;
    Result<bool> boolean(std::string_view field, bool otherwise) const;
    Result<std::vector<std::string>> strings(std::string_view field, std::size_t maximumCount, std::size_t maximumLength = 4096) const;

private:
    const Json &m_object;
};

} // namespace taper::protocol
