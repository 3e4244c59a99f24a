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
    std::int64_t id = 0; ///< from 1
    std::string method;
    Json params = Json::object();
};

struct Response
{
    std::int64_t id = 0; ///< 0: an error before a request's id was known (null on the wire)
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

/// ProtocolViolation: not an object, no method, an id that is no integer from 1, params that are no object, a batch.
Result<Request> parseRequest(std::string_view body);
/// What a client receives.
Result<std::variant<Response, Notification>> parseFromHelper(std::string_view body);

} // namespace taper::protocol
