// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC 2.0 bodies: made and taken apart. An error travels as {code: number of the specification, message,
// data} with our own {code, message, subject, hint} in data.
#include "protocol/messages.h"

namespace taper::protocol {

namespace {
constexpr std::size_t maximumMethodName = 64;

tl::unexpected<Error> violation(std::string detail)
{
    return fail(ErrorCode::ProtocolViolation, "message", "", std::move(detail));
}

int specificationCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ProtocolViolation:
        return -32600;
    case ErrorCode::MethodUnknown:
        return -32601;
    case ErrorCode::InvalidArgument:
        return -32602;
    default:
        return -32000;
    }
}

/// The object with the version in it.
Result<Json> parseEnvelope(std::string_view body)
{
    auto json = parseJson(body);
    if (!json)
        return json;
    if (!json->is_object())
        return violation("must be an object");
    const auto version = json->find("jsonrpc");
    if (version == json->end() || *version != "2.0")
        return violation("jsonrpc must be \"2.0\"");
    return json;
}

Result<std::string> methodOf(const Json &message)
{
    const auto method = message.find("method");
    if (method == message.end() || !method->is_string())
        return violation("has no method");
    const auto &name = method->get_ref<const std::string &>();
    if (name.empty() || name.size() > maximumMethodName)
        return violation("the method's name must have 1 to " + std::to_string(maximumMethodName) + " bytes");
    return name;
}

/// JSON-RPC permits lists; all of our methods have named parameters.
Result<Json> paramsOf(Json &message)
{
    const auto params = message.find("params");
    if (params == message.end())
        return Json::object();
    if (!params->is_object())
        return violation("params must be an object");
    return std::move(*params);
}

Error errorOf(const Json &error)
{
    if (error.is_object() && error.contains("data") && error["data"].is_object())
        return errorFromJson(error["data"]);
    return errorFromJson(error.is_object() && error.contains("message") ? Json{{"message", error["message"]}}
                                                                        : Json::object());
}

Result<Response> responseOf(Json &message)
{
    Response response{0, Json()};
    const Json &id = message["id"];
    if (id.is_number_integer())
        response.id = id.get<std::int64_t>();
    else if (!id.is_null())
        return violation("id must be an integer");
    const bool hasResult = message.contains("result"), hasError = message.contains("error");
    if (hasResult == hasError)
        return violation("a response has either a result or an error");
    if (hasError)
        response.result = tl::unexpected<Error>(errorOf(message["error"]));
    else
        response.result = std::move(message["result"]);
    return response;
}
} // namespace

std::string encode(const Request &request)
{
    return dumpJson(
        {{"jsonrpc", "2.0"}, {"id", request.id}, {"method", request.method}, {"params", request.params}});
}

std::string encode(const Response &response)
{
    Json message{{"jsonrpc", "2.0"}, {"id", response.id}};
    if (response.result) {
        message["result"] = *response.result;
    } else {
        const Error &error = response.result.error();
        message["error"] = {
            {"code", specificationCode(error.code)}, {"message", error.message()}, {"data", toJson(error)}};
        if (response.id == 0)
            message["id"] = nullptr;
    }
    return dumpJson(message);
}

std::string encode(const Notification &notification)
{
    return dumpJson({{"jsonrpc", "2.0"}, {"method", notification.method}, {"params", notification.params}});
}

Result<Request> parseRequest(std::string_view body)
{
    auto message = parseEnvelope(body);
    if (!message)
        return tl::unexpected<Error>(std::move(message.error()));
    Request request;
    const auto id = message->find("id");
    if (id == message->end() || !id->is_number_integer() || id->get<std::int64_t>() < 1)
        return violation("id must be an integer from 1");
    request.id = id->get<std::int64_t>();
    auto method = methodOf(*message);
    if (!method)
        return tl::unexpected<Error>(std::move(method.error()));
    request.method = std::move(*method);
    auto params = paramsOf(*message);
    if (!params)
        return tl::unexpected<Error>(std::move(params.error()));
    request.params = std::move(*params);
    return request;
}

Result<std::variant<Response, Notification>> parseFromHelper(std::string_view body)
{
    auto message = parseEnvelope(body);
    if (!message)
        return tl::unexpected<Error>(std::move(message.error()));
    if (message->contains("id")) {
        auto response = responseOf(*message);
        if (!response)
            return tl::unexpected<Error>(std::move(response.error()));
        return std::move(*response);
    }
    auto method = methodOf(*message);
    if (!method)
        return tl::unexpected<Error>(std::move(method.error()));
    auto params = paramsOf(*message);
    if (!params)
        return tl::unexpected<Error>(std::move(params.error()));
    return Notification{std::move(*method), std::move(*params)};
}

} // namespace taper::protocol
