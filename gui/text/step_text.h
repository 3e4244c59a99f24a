// SPDX-License-Identifier: GPL-3.0-or-later
// The helper's words for steps, in the reader's language; a word that is not known here stays as it came.
// Runs in: taper.
#pragma once
#include <QString>
#include <string>

namespace taper::text {

/// "overlay" -> "overlay" or "capa superpuesta": a step of a container's start or of a job.
QString stepText(const std::string &step);

/// Whether texts of the helper, which speaks English, are the reader's language.
bool readerSpeaksEnglish();

} // namespace taper::text
