// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as values: what failed, on what, and by which stable code a program tells it apart.
// Runs in: every program. Text for people is made at the edge from code + subject (GUI: text/error_text).
#pragma once
#include "core/source_location.h"
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace taper {

/// Named by what the user can do about it. The wire names (errorCodeName) never change their meaning.
enum class ErrorCode {
    InvalidArgument,       ///< request.invalid: a field is missing, malformed or out of range
    MethodUnknown,         ///< request.unknown_method
    ProtocolViolation,     ///< protocol.violation: not a frame, not JSON-RPC, hello missing
    ProtocolVersion,       ///< protocol.version: the two sides share no major version
    TooManyRequests,       ///< protocol.busy: connection or request cap of this uid reached
    AuthDenied,            ///< auth.denied: not permitted, or the password was wrong
    AuthDismissed,         ///< auth.dismissed: the question was closed without an answer
    AuthNoAgent,           ///< auth.no_agent: a password is needed and nothing is there to ask for it
    AuthUnavailable,       ///< auth.unavailable: polkit cannot be asked
    NameInvalid,           ///< name.invalid
    NameTaken,             ///< name.taken
    ContainerUnknown,      ///< container.unknown
    ContainerWrongState,   ///< container.wrong_state
    ContainerBusy,         ///< container.busy: another operation on it is under way
    ImageUnknown,          ///< image.unknown
    ImageInUse,            ///< image.in_use
    ImageInvalid,          ///< image.invalid: archive broken, hostile or not a root file system
    NetworkUnknown,        ///< network.unknown
    NetworkNoAddress,      ///< network.no_address: the bridge's range is used up
    NetworkAddressTaken,   ///< network.address_taken: another container or this computer has it
    NetworkSetupFailed,    ///< network.setup_failed: firewall tables, forwarding or the resolver could not be set
    DownloadFailed,        ///< download.failed: a server cannot be reached, or has not got it
    BuildFailed,           ///< image.build_failed: the distribution's own tools gave up; detail has their words
    JobUnknown,            ///< job.unknown
    JobNotCancellable,     ///< job.not_cancellable
    JobCancelled,          ///< job.cancelled
    ExecUnknown,           ///< exec.unknown
    ExecFailed,            ///< exec.failed: the command could not be executed (exit status 126 or 127)
    TicketInvalid,         ///< ticket.invalid: used, expired or of another uid
    StorageNoSpace,        ///< storage.no_space
    StorageUnsupported,    ///< storage.unsupported: the file system cannot be idmapped
    StorageCorrupt,        ///< storage.corrupt: a state file cannot be read
    IdRangeExhausted,      ///< host.id_ranges_used_up
    CgroupLimitRejected,   ///< cgroup.limit_rejected: the kernel refused the value
    CgroupUnavailable,     ///< cgroup.unavailable: the controller is not there
    HostMissingFeature,    ///< host.missing_feature
    HostMissingProgram,    ///< host.missing_program
    StartFailed,           ///< container.start_failed: subject is the step
    TimedOut,              ///< timed_out
    Interrupted,           ///< interrupted: the helper or the monitor died meanwhile
    HelperUnavailable,     ///< helper.unavailable: no socket, connection lost
    System,                ///< system: a kernel call failed that should not; errno tells
};

/// The stable wire name ("name.taken").
std::string_view errorCodeName(ErrorCode code);
/// Back from a wire name; an unknown one (a newer peer's) is System.
ErrorCode errorCodeFromName(std::string_view name);

struct Error
{
    ErrorCode code = ErrorCode::System;
    int errnoValue = 0;         ///< 0 when no kernel call was involved
    std::string operation;      ///< what was tried: "mount overlay", "create container"
    std::string subject;        ///< on what: a container's, image's, file's name
    std::string detail;         ///< why, in English, one line, no trailing full stop
    std::string hint;           ///< one way out, in English; may be empty
    std::vector<std::string> context; ///< what the levels above were doing, innermost first
    SourceLocation where = SourceLocation::current();

    /// One line: "operation subject: detail (errno text)".
    std::string message() const;
    Error &&withContext(std::string what) &&
    {
        context.push_back(std::move(what));
        return std::move(*this);
    }
};

template <typename T> using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// An error from errno, read at the call.
tl::unexpected<Error> systemError(std::string operation, std::string subject = {},
                                  SourceLocation where = SourceLocation::current());
/// An error with a code; errno is not looked at.
tl::unexpected<Error> fail(ErrorCode code, std::string operation, std::string subject, std::string detail,
                           std::string hint = {},
                           SourceLocation where = SourceLocation::current());
/// Passes an error on with one more line of context.
tl::unexpected<Error> passOn(Error error, std::string context);

} // namespace taper
