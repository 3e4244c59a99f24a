// SPDX-License-Identifier: GPL-3.0-or-later
// An error as the user reads it: from code and parameters a whole sentence in their language, and one way out.
// Runs in: taper. The helper's own English detail appears only where it says what no code can (a kernel's refusal).
#pragma once
#include "core/error.h"
#include <QString>

namespace taper::text {

/// What happened, one sentence.
QString errorSentence(const Error &error);
/// What to do about it, one sentence.
QString errorWayOut(const Error &error);
/// Both.
QString errorText(const Error &error);
/// What is folded away below them: code, message and context as the helper told them.
QString errorDetails(const Error &error);

/// Why there is no connection, as part of a sentence: "it is not running".
QString linkProblem(const Error &error);

/// Why the last start failed, from what the container's record has of it.
QString failureText(const std::string &container, const std::string &step, const std::string &code,
                    const std::string &message);

} // namespace taper::text
