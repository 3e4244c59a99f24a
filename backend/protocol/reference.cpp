// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/reference.h"

#include "protocol/frame.h"
#include "protocol/methods.h"

namespace taper::protocol {

namespace {
constexpr std::string_view introduction = R"(# The helper's protocol

Written by `taperctl --dump-protocol` from `backend/protocol/methods.h`; a test compares the two.

JSON-RPC 2.0 over a local stream socket. Each message is a frame: 4 bytes of length (big-endian), then that many bytes
of UTF-8 JSON, one object. Batches do not exist; an `id` is an integer from 1; `params` is an object. Duplicate keys,
integers beyond 64 bits, nesting deeper than 64 and bad UTF-8 are refused. The first message is `hello`; anything else
first gets one error, then the connection is closed. An error is `{code, message, data}`; `data` is
`{code, message, subject, hint, errno?}` with a stable `code` such as `name.taken`. "No limit" is `null`. Unknown fields
are ignored.

After the answer to `console.attach` the connection carries raw bytes both ways.
)";

std::string_view replyText(Reply reply)
{
    switch (reply) {
    case Reply::Result:
        return "at once";
    case Reply::Job:
        return "`{job}`; the result comes with `job.changed`";
    case Reply::Deferred:
        break;
    }
    return "when it has happened";
}

std::string methodText(const Method &method)
{
    std::string text = "\n### " + std::string(method.name) + "\n\n" + std::string(method.does) + "\n\n";
    text += "- params: `" + std::string(method.params) + "`\n";
    text += "- result: `" + std::string(method.result) + "`\n";
    text += "- answers: " + std::string(replyText(method.reply)) + "\n";
    std::string action = method.action == Action::None ? "asked of nobody"
                                                       : "`" + std::string(actionName(method.action)) + "`";
    if (method.action == Action::UseContainer)
        action += ", `org.taper.use-any` for another user's container";
    text += "- action: " + action + (method.mutating ? "; written into the journal\n" : "\n");
    return text;
}

std::string notificationText(std::string_view name, std::string_view params)
{
    return "- `" + std::string(name) + "`: `" + std::string(params) + "`\n";
}
} // namespace

std::string protocolReference()
{
    std::string text(introduction);
    text += "\nVersion " + std::to_string(majorVersion) + "." + std::to_string(minorVersion) +
            ". A request is at most " + std::to_string(maximumRequest) + " bytes long, an answer " +
            std::to_string(maximumResponse) + ".\n";
    text += "\n## Methods\n";
    for (const auto &method : methods)
        text += methodText(method);
    text += "\n## Notifications\n\n";
    text += notificationText(notification::containersChanged,
                             "{revision, changed: Container[], removed: string[]}");
    text += notificationText(notification::imagesChanged, "{images: Image[]}");
    text += notificationText(notification::jobChanged, "Job + {result?}");
    text += notificationText(notification::metricsSampled, "as metrics.get");
    text += notificationText(notification::topologyChanged, "Topology");
    return text;
}

} // namespace taper::protocol
