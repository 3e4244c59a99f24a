// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/fields.h"

namespace taper::storage {

namespace {
constexpr int maximumDepth = 16;
} // namespace

FieldReader FieldReader::parse(std::string_view text)
{
    auto complaint = std::make_shared<std::string>();
    bool tooDeep = false;
    const auto shallow = [&tooDeep](int depth, Json::parse_event_t, Json &) {
        tooDeep = tooDeep || depth > maximumDepth;
        return !tooDeep;
    };
    Json json = Json::parse(text, shallow, false);
    if (json.is_discarded() || tooDeep)
        *complaint = text.empty() ? "is empty" : "is not JSON";
    else if (!json.is_object())
        *complaint = "is not a JSON object";
    if (!complaint->empty())
        json = Json::object();
    return FieldReader(std::move(json), std::move(complaint));
}

const Json *FieldReader::find(const char *field) const
{
    const auto found = m_json.find(field);
    return found == m_json.end() || found->is_null() ? nullptr : &*found;
}

bool FieldReader::present(const char *field) const
{
    return find(field) != nullptr;
}

void FieldReader::complain(const char *field, const std::string &what)
{
    if (m_complaint->empty())
        *m_complaint = "field \"" + std::string(field) + "\" " + what;
}

void FieldReader::expectVersion(int version)
{
    const Json *json = find("version");
    if (!json || !json->is_number_integer())
        complain("version", "is missing or not a number");
    else if (*json != version)
        complain("version", "says it was written by another release of Táper");
}

std::string FieldReader::text(const char *field, std::size_t maximum)
{
    const Json *json = find(field);
    if (!json || !json->is_string()) {
        complain(field, "is missing or not a text");
        return {};
    }
    auto value = json->get<std::string>();
    if (value.size() > maximum) {
        complain(field, "is longer than " + std::to_string(maximum) + " bytes");
        return {};
    }
    return value;
}

std::uint64_t FieldReader::number(const char *field, std::uint64_t least, std::uint64_t most)
{
    if (!present(field)) {
        complain(field, "is missing");
        return least;
    }
    return optionalNumber(field, least, most).value_or(least);
}

std::optional<std::uint64_t> FieldReader::optionalNumber(const char *field, std::uint64_t least,
                                                         std::uint64_t most)
{
    const Json *json = find(field);
    if (!json)
        return std::nullopt;
    if (!json->is_number_unsigned()) {
        complain(field, "is not a whole number");
        return std::nullopt;
    }
    const auto value = json->get<std::uint64_t>();
    if (value < least || value > most) {
        complain(field, "is not within " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    return value;
}

bool FieldReader::boolean(const char *field)
{
    const Json *json = find(field);
    if (!json || !json->is_boolean()) {
        complain(field, "is missing or neither true nor false");
        return false;
    }
    return json->get<bool>();
}

std::vector<std::string> FieldReader::texts(const char *field, std::size_t maximumCount,
                                            std::size_t maximumLength)
{
    const Json *json = find(field);
    if (!json || !json->is_array() || json->size() > maximumCount) {
        complain(field, "is not a list of at most " + std::to_string(maximumCount) + " texts");
        return {};
    }
    std::vector<std::string> values;
    for (const Json &item : *json) {
        if (!item.is_string() || item.get_ref<const std::string &>().size() > maximumLength) {
            complain(field, "holds something that is not a short text");
            return {};
        }
        values.push_back(item.get<std::string>());
    }
    return values;
}

std::vector<std::pair<std::string, std::string>>
FieldReader::pairs(const char *field, std::size_t maximumCount, std::size_t maximumLength)
{
    const Json *json = find(field);
    if (!json || !json->is_array() || json->size() > maximumCount) {
        complain(field, "is not a list of at most " + std::to_string(maximumCount) + " pairs");
        return {};
    }
    std::vector<std::pair<std::string, std::string>> values;
    for (const Json &item : *json) {
        if (!item.is_array() || item.size() != 2 || !item[0].is_string() || !item[1].is_string() ||
            item[0].get_ref<const std::string &>().size() > maximumLength ||
            item[1].get_ref<const std::string &>().size() > maximumLength) {
            complain(field, "holds something that is not a pair of short texts");
            return {};
        }
        values.emplace_back(item[0].get<std::string>(), item[1].get<std::string>());
    }
    return values;
}

FieldReader FieldReader::object(const char *field)
{
    const Json *json = find(field);
    if (json && json->is_object())
        return FieldReader(*json, m_complaint);
    complain(field, "is missing or not an object");
    return FieldReader(Json::object(), m_complaint);
}

Status FieldReader::status() const
{
    if (m_complaint->empty())
        return {};
    return fail(ErrorCode::StorageCorrupt, "read record", {}, *m_complaint);
}

} // namespace taper::storage
