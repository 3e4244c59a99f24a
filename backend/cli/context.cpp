// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"

#include "cli/output.h"
#include "cli/progress.h"

#include <cstdio>

namespace taper::cli {

ExitStatus exitStatusOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::NameInvalid:
        return exitUsage;
    case ErrorCode::AuthDenied:
    case ErrorCode::AuthDismissed:
    case ErrorCode::AuthNoAgent:
    case ErrorCode::AuthUnavailable:
        return exitDenied;
    case ErrorCode::ContainerUnknown:
    case ErrorCode::ImageUnknown:
    case ErrorCode::NetworkUnknown:
    case ErrorCode::JobUnknown:
    case ErrorCode::ExecUnknown:
        return exitNotFound;
    default:
        return exitFailed;
    }
}

Result<Helper *> Context::helper()
{
    if (!m_helper) {
        auto opened = Helper::open(socketPath, askPassword ? std::make_unique<TextAgent>() : nullptr);
        if (!opened)
            return pass(opened.error());
        m_helper = std::make_unique<Helper>(std::move(*opened));
    }
    return m_helper.get();
}

Result<Json> Context::call(std::string_view method, Json params)
{
    auto connected = helper();
    if (!connected)
        return pass(connected.error());
    return (*connected)->call(method, std::move(params));
}

Signals &Context::signals()
{
    if (!m_signals)
        m_signals = std::make_unique<Signals>();
    return *m_signals;
}

Result<Json> Context::callJob(std::string_view method, Json params, const Begun &begun)
{
    auto connected = helper();
    if (!connected)
        return pass(connected.error());
    JobWait job(**connected, signals(), json);
    auto result = job.run(method, std::move(params), begun);
    m_interrupted = m_interrupted || job.interrupted();
    return result;
}

int Context::report(const Error &error) const
{
    std::string hint = error.hint;
    if (error.code == ErrorCode::AuthDenied && hint.empty())
        hint = "Run it with sudo, or ask who administers this computer to permit it";
    std::string text;
    if (json) {
        Json shown{{"code", errorCodeName(error.code)},
                   {"message", error.message()},
                   {"subject", error.subject},
                   {"hint", hint}};
        text = protocol::dumpJson({{"error", std::move(shown)}}) + "\n";
    } else {
        text = "taperctl: " + printable(error.message()) + ".";
        if (!hint.empty())
            text += " " + printable(hint) + (hint.back() == '.' ? "" : ".");
        text += "\n";
    }
    std::fflush(stdout);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return exitStatusOf(error);
}

tl::unexpected<Error> Context::usage(std::string what, std::string hint)
{
    return fail(ErrorCode::InvalidArgument, "", "", std::move(what), std::move(hint));
}

int forEachName(Context &context, const std::vector<std::string> &names,
                const std::function<Status(const std::string &)> &deed)
{
    int worst = exitOk;
    for (const auto &name : names) {
        if (context.interrupted())
            break;
        if (auto done = deed(name); !done) {
            worst = std::max(worst, context.report(done.error()));
            if (done.error().code == ErrorCode::HelperUnavailable)
                break; // the others would say the same
        }
    }
    return worst;
}

} // namespace taper::cli
