// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC 2.0 messages (jsonrpc.org/specification): requests, responses, notifications. No batches.
#pragma once
#include "protocol/json.h"
#include <optional>
#include <string>
#include <variant>

namespace taper::protocol {

struct Request
{
    std::int64_t id = 0;
    std::string method;
    Json params = Json::object();
};

struct Response
{
    std::int64_t id = 0;
    Result<Json> result;
};

struct Notification
{
    std::string method;
    Json params;
};

/// Bodies, without the frame's length.
std::string encode(const Request &request);
std::string encode(const Response &response);
std::string encode(const Notification &notification);

/// ProtocolViolation: not an object, no method, an id that is no integer, a batch.
Result<Request> parseRequest(std::string_view body);
/// What a client receives.
Result<std::variant<Response, Notification>> parseFromHelper(std::string_view body);

} // namespace taper::protocol
