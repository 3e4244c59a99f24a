// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the fields of a JSON object of a state file one after another and keeps the first thing that was
// wrong, so that a record is read straight down and judged once. Never throws. Runs in: helper.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taper::storage {

using Json = nlohmann::json;

class FieldReader
{
public:
    /// A text that is no JSON object gives a reader whose status() is the error.
    static FieldReader parse(std::string_view text);

    void expectVersion(int version);
    bool present(const char *field) const; ///< there and not null
    std::string text(const char *field, std::size_t maximum);
    std::uint64_t number(const char *field, std::uint64_t least, std::uint64_t most);
    std::optional<std::uint64_t> optionalNumber(const char *field, std::uint64_t least, std::uint64_t most);
    bool boolean(const char *field);
    std::vector<std::string> texts(const char *field, std::size_t maximumCount, std::size_t maximumLength);
    std::vector<std::pair<std::string, std::string>> pairs(const char *field, std::size_t maximumCount,
                                                           std::size_t maximumLength);
    FieldReader object(const char *field); ///< shares the error with this one

    /// StorageCorrupt with the first complaint in detail.
    Status status() const;

private:
    FieldReader(Json json, std::shared_ptr<std::string> complaint)
        : m_json(std::move(json)), m_complaint(std::move(complaint))
    {
    }
    const Json *find(const char *field) const;
    void complain(const char *field, const std::string &what);

    Json m_json;
    std::shared_ptr<std::string> m_complaint;
};

} // namespace taper::storage
