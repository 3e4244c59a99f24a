// SPDX-License-Identifier: GPL-3.0-or-later
// Strict reading of JSON (what two parsers could understand differently is refused) and typed access to
// fields. Runs in: helper, taperctl, window; the helper reads bytes of any local user with it.
#include "protocol/json.h"

namespace taper::protocol {

namespace {
constexpr std::size_t maximumDepth = 64;

tl::unexpected<Error> badJson(std::string detail)
{
    return fail(ErrorCode::ProtocolViolation, "JSON", "", std::move(detail));
}

/// Builds the value from nlohmann's SAX events (its parser keeps its own stack and does not recurse).
/// Returning false ends it.
class StrictBuilder final : public nlohmann::json_sax<Json>
{
public:
    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override
    {
        if (value > static_cast<number_unsigned_t>(INT64_MAX))
            return refuse("an integer is beyond 64 bits");
        return put(value);
    }
    bool number_float(number_float_t value, const string_t &literal) override
    {
        // The parser falls back to floating point for integers that do not fit: those lose digits silently.
        if (literal.find_first_of(".eE") == string_t::npos)
            return refuse("an integer is beyond 64 bits");
        return put(value);
    }
    bool string(string_t &value) override { return put(std::move(value)); }
    bool binary(binary_t &) override { return refuse("binary values do not exist in JSON"); }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t &value) override
    {
        auto [at, isNew] = m_stack.back()->emplace(std::move(value), nullptr);
        if (!isNew)
            return refuse("the key '" + at.key().substr(0, 40) + "' stands twice");
        m_slot = &at.value();
        return true;
    }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        return refuse("not valid at byte " + std::to_string(position));
    }

    Result<Json> take()
    {
        if (!m_refusal.empty())
            return badJson(m_refusal);
        return std::move(m_root);
    }

private:
    bool refuse(std::string why)
    {
        if (m_refusal.empty())
            m_refusal = std::move(why);
        return false;
    }
    /// Where the next value goes: the root, the slot of the last key, or a new last element.
    Json *place(Json &&value)
    {
        if (m_stack.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        if (m_stack.back()->is_array()) {
            m_stack.back()->push_back(std::move(value));
            return &m_stack.back()->back();
        }
        *m_slot = std::move(value);
        return m_slot;
    }
    bool put(Json &&value)
    {
        place(std::move(value));
        return true;
    }
    bool open(Json &&value)
    {
        if (m_stack.size() >= maximumDepth)
            return refuse("nested deeper than " + std::to_string(maximumDepth));
        m_stack.push_back(place(std::move(value)));
        return true;
    }
    bool close()
    {
        m_stack.pop_back();
        return true;
    }

    Json m_root;
    std::vector<Json *> m_stack; ///< open containers; they do not move: only the innermost one grows
    Json *m_slot = nullptr;
    std::string m_refusal;
};

tl::unexpected<Error> badField(std::string_view field, std::string detail)
{
    return fail(ErrorCode::InvalidArgument, "field", std::string(field), std::move(detail));
}

const Json *find(const Json &object, std::string_view field)
{
    if (!object.is_object())
        return nullptr;
    const auto at = object.find(field);
    return at == object.end() ? nullptr : &*at;
}

/// A NUL would end a string early wherever the kernel or C reads it: nothing of ours ever needs one.
Result<std::string> text(const Json &value, std::string_view field, std::size_t maximum)
{
    if (!value.is_string())
        return badField(field, "must be a string");
    const auto &string = value.get_ref<const std::string &>();
    if (string.size() > maximum)
        return badField(field, "must not be longer than " + std::to_string(maximum) + " bytes");
    if (string.find('\0') != std::string::npos)
        return badField(field, "must not contain a NUL byte");
    return string;
}
} // namespace

Result<Json> parseJson(std::string_view source)
{
    // nlohmann's lexer takes a NUL for the end: what stands behind it would go unseen.
    if (source.find('\0') != std::string_view::npos)
        return badJson("holds a NUL byte");
    StrictBuilder builder;
    Json::sax_parse(source.begin(), source.end(), &builder);
    return builder.take();
}

std::string dumpJson(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool Fields::has(std::string_view field) const
{
    return find(m_object, field) != nullptr;
}

bool Fields::isNull(std::string_view field) const
{
    const Json *value = find(m_object, field);
    return value && value->is_null();
}

Result<std::string> Fields::requireString(std::string_view field, std::size_t maximum) const
{
    auto value = string(field, maximum);
    if (!value)
        return tl::unexpected<Error>(std::move(value.error()));
    if (!*value)
        return badField(field, "is missing");
    return std::move(**value);
}

Result<std::optional<std::string>> Fields::string(std::string_view field, std::size_t maximum) const
{
    const Json *value = find(m_object, field);
    if (!value || value->is_null())
        return std::nullopt;
    auto read = text(*value, field, maximum);
    if (!read)
        return tl::unexpected<Error>(std::move(read.error()));
    return std::optional<std::string>(std::move(*read));
}

Result<std::optional<std::int64_t>> Fields::integer(std::string_view field, std::int64_t least,
                                                    std::int64_t most) const
{
    const Json *value = find(m_object, field);
    if (!value || value->is_null())
        return std::nullopt;
    const std::string range = std::to_string(least) + " to " + std::to_string(most);
    if (!value->is_number_integer())
        return badField(field, "must be an integer from " + range);
    // A value built in this program may be unsigned and beyond int64; parseJson lets none in.
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
        return badField(field, "must be from " + range);
    const auto number = value->get<std::int64_t>();
    if (number < least || number > most)
        return badField(field, "must be from " + range);
    return std::optional<std::int64_t>(number);
}

Result<std::int64_t> Fields::requireInteger(std::string_view field, std::int64_t least,
                                            std::int64_t most) const
{
    auto value = integer(field, least, most);
    if (!value)
        return tl::unexpected<Error>(std::move(value.error()));
    if (!*value)
        return badField(field, "is missing");
    return **value;
}

Result<bool> Fields::boolean(std::string_view field, bool otherwise) const
{
    const Json *value = find(m_object, field);
    if (!value || value->is_null())
        return otherwise;
    if (!value->is_boolean())
        return badField(field, "must be true or false");
    return value->get<bool>();
}

Result<std::vector<std::string>> Fields::strings(std::string_view field, std::size_t maximumCount,
                                                 std::size_t maximumLength) const
{
    const Json *value = find(m_object, field);
    std::vector<std::string> result;
    if (!value || value->is_null())
        return result;
    if (!value->is_array())
        return badField(field, "must be a list of strings");
    if (value->size() > maximumCount)
        return badField(field, "must not have more than " + std::to_string(maximumCount) + " entries");
    result.reserve(value->size());
    for (const auto &element : *value) {
        auto read = text(element, field, maximumLength);
        if (!read)
            return tl::unexpected<Error>(std::move(read.error()));
        result.push_back(std::move(*read));
    }
    return result;
}

} // namespace taper::protocol
