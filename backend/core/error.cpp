// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <array>
#include <cerrno>
#include <cstring>

namespace taper {

namespace {
struct CodeName
{
    ErrorCode code;
    std::string_view name;
};
constexpr std::array codeNames{
    CodeName{ErrorCode::InvalidArgument, "request.invalid"},
    CodeName{ErrorCode::MethodUnknown, "request.unknown_method"},
    CodeName{ErrorCode::ProtocolViolation, "protocol.violation"},
    CodeName{ErrorCode::ProtocolVersion, "protocol.version"},
    CodeName{ErrorCode::TooManyRequests, "protocol.busy"},
    CodeName{ErrorCode::AuthDenied, "auth.denied"},
    CodeName{ErrorCode::AuthDismissed, "auth.dismissed"},
    CodeName{ErrorCode::AuthNoAgent, "auth.no_agent"},
    CodeName{ErrorCode::AuthUnavailable, "auth.unavailable"},
    CodeName{ErrorCode::NameInvalid, "name.invalid"},
    CodeName{ErrorCode::NameTaken, "name.taken"},
    CodeName{ErrorCode::ContainerUnknown, "container.unknown"},
    CodeName{ErrorCode::ContainerWrongState, "container.wrong_state"},
    CodeName{ErrorCode::ContainerBusy, "container.busy"},
    CodeName{ErrorCode::ImageUnknown, "image.unknown"},
    CodeName{ErrorCode::ImageInUse, "image.in_use"},
    CodeName{ErrorCode::ImageInvalid, "image.invalid"},
    CodeName{ErrorCode::NetworkUnknown, "network.unknown"},
    CodeName{ErrorCode::NetworkNoAddress, "network.no_address"},
    CodeName{ErrorCode::NetworkAddressTaken, "network.address_taken"},
    CodeName{ErrorCode::NetworkSetupFailed, "network.setup_failed"},
    CodeName{ErrorCode::DownloadFailed, "download.failed"},
    CodeName{ErrorCode::BuildFailed, "image.build_failed"},
    CodeName{ErrorCode::JobUnknown, "job.unknown"},
    CodeName{ErrorCode::JobNotCancellable, "job.not_cancellable"},
    CodeName{ErrorCode::JobCancelled, "job.cancelled"},
    CodeName{ErrorCode::ExecUnknown, "exec.unknown"},
    CodeName{ErrorCode::ExecFailed, "exec.failed"},
    CodeName{ErrorCode::TicketInvalid, "ticket.invalid"},
    CodeName{ErrorCode::StorageNoSpace, "storage.no_space"},
    CodeName{ErrorCode::StorageUnsupported, "storage.unsupported"},
    CodeName{ErrorCode::StorageCorrupt, "storage.corrupt"},
    CodeName{ErrorCode::IdRangeExhausted, "host.id_ranges_used_up"},
    CodeName{ErrorCode::CgroupLimitRejected, "cgroup.limit_rejected"},
    CodeName{ErrorCode::CgroupUnavailable, "cgroup.unavailable"},
    CodeName{ErrorCode::HostMissingFeature, "host.missing_feature"},
    CodeName{ErrorCode::HostMissingProgram, "host.missing_program"},
    CodeName{ErrorCode::StartFailed, "container.start_failed"},
    CodeName{ErrorCode::TimedOut, "timed_out"},
    CodeName{ErrorCode::Interrupted, "interrupted"},
    CodeName{ErrorCode::HelperUnavailable, "helper.unavailable"},
    CodeName{ErrorCode::System, "system"},
};
} // namespace

std::string_view errorCodeName(ErrorCode code)
{
    for (const auto &entry : codeNames)
        if (entry.code == code)
            return entry.name;
    return "system";
}

ErrorCode errorCodeFromName(std::string_view name)
{
    for (const auto &entry : codeNames)
        if (entry.name == name)
            return entry.code;
    return ErrorCode::System;
}

std::string Error::message() const
{
    std::string text = operation;
    if (!subject.empty())
        text += (text.empty() ? "" : " ") + subject;
    if (!detail.empty())
        text += (text.empty() ? "" : ": ") + detail;
    if (errnoValue != 0 && detail.empty())
        text += std::string(": ") + std::strerror(errnoValue);
    return text;
}

tl::unexpected<Error> systemError(std::string operation, std::string subject, SourceLocation where)
{
    Error error;
    error.errnoValue = errno;
    error.code = error.errnoValue == ENOSPC || error.errnoValue == EDQUOT ? ErrorCode::StorageNoSpace
                                                                          : ErrorCode::System;
    error.operation = std::move(operation);
    error.subject = std::move(subject);
    error.where = where;
    if (error.code == ErrorCode::StorageNoSpace)
        error.hint = "Free some space on that file system and try again.";
    return tl::unexpected<Error>(std::move(error));
}

tl::unexpected<Error> fail(ErrorCode code, std::string operation, std::string subject, std::string detail,
                           std::string hint, SourceLocation where)
{
    Error error;
    error.code = code;
    error.operation = std::move(operation);
    error.subject = std::move(subject);
    error.detail = std::move(detail);
    error.hint = std::move(hint);
    error.where = where;
    return tl::unexpected<Error>(std::move(error));
}

tl::unexpected<Error> passOn(Error error, std::string context)
{
    return tl::unexpected<Error>(std::move(error).withContext(std::move(context)));
}

} // namespace taper
