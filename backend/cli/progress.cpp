// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress.h"

#include "cli/output.h"
#include "core/units.h"

#include <chrono>
#include <cstdio>

namespace taper::cli {

std::string progressText(const JobInfo &job)
{
    std::string text = job.subject + ": " + (job.step.empty() ? job.kind : job.step);
    if (const std::string amount = amountText(job); !amount.empty())
        text += " " + amount;
    return printable(text);
}

void Pace::see(const JobInfo &job, std::uint64_t nowUsec)
{
    constexpr std::uint64_t window = 10'000'000;
    if (job.step != m_step || job.unit != m_unit || (!m_samples.empty() && job.done < m_samples.back().done))
        m_samples.clear();
    m_step = job.step;
    m_unit = job.unit;
    m_total = job.total;
    if (m_samples.empty() || nowUsec > m_samples.back().atUsec)
        m_samples.push_back({nowUsec, job.done});
    while (nowUsec - m_samples.front().atUsec > window)
        m_samples.pop_front();
}

std::string Pace::text() const
{
    if (m_samples.size() < 2)
        return {};
    const std::uint64_t usec = m_samples.back().atUsec - m_samples.front().atUsec;
    const std::uint64_t done = m_samples.back().done - m_samples.front().done;
    if (usec < 1'000'000 || done == 0)
        return {};
    const double perSecond = double(done) * 1e6 / double(usec);
    std::string text;
    if (m_unit == "bytes")
        text = ", " + formatBytes(std::uint64_t(perSecond)) + "/s";
    if (m_total && *m_total > m_samples.back().done) {
        const auto left = std::uint64_t(double(*m_total - m_samples.back().done) / perSecond) + 1;
        text +=
            ", " + (left < 120 ? std::to_string(left) + " s" : std::to_string(left / 60) + " min") + " left";
    }
    return text;
}

JobWait::JobWait(Helper &helper, Signals &signals, bool quiet)
    : m_helper(helper), m_signals(signals), m_showProgress(!quiet && ::isatty(STDERR_FILENO))
{
    m_signals.onSignal([this](int signal) { return onSignal(signal); });
}

JobWait::~JobWait()
{
    m_signals.onSignal({});
    clearLine();
}

Status JobWait::onSignal(int signal)
{
    if (signal == SIGWINCH)
        return {};
    ++m_signalsSeen;
    if (m_signalsSeen > 1)
        return fail(ErrorCode::Interrupted, "job", std::to_string(m_job), "left to itself",
                    "`taperctl jobs` shows how it ends");
    return m_job != 0 ? cancel() : Status();
}

Status JobWait::cancel()
{
    auto id = m_helper.send("job.cancel", {{"job", m_job}});
    if (!id)
        return pass(id.error());
    m_cancel = *id;
    return {};
}

void JobWait::clearLine()
{
    if (!m_line.empty())
        std::fputs("\r\033[K", stderr);
    m_line.clear();
}

void JobWait::noteFailedCancel()
{
    if (!m_cancel)
        return;
    const auto answer = m_helper.takeAnswer(*m_cancel);
    if (!answer)
        return;
    m_cancel.reset();
    if (*answer)
        return;
    clearLine();
    std::fprintf(stderr, "taperctl: %s. Press Ctrl-C again to leave it to itself.\n",
                 printable(answer->error().message()).c_str());
}

bool JobWait::look()
{
    noteFailedCancel();
    const auto *report = m_helper.report(m_job);
    if (!report)
        return false;
    if (report->info.outcome != JobOutcome::Running)
        return true;
    if (m_showProgress) {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        m_pace.see(report->info,
                   std::uint64_t(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
        if (auto line = progressText(report->info) + m_pace.text(); line != m_line) {
            std::fprintf(stderr, "\r\033[K%s", line.c_str());
            m_line = std::move(line);
        }
    }
    return false;
}

Result<Json> JobWait::run(std::string_view method, Json params, const Context::Begun &begun)
{
    auto id = m_helper.send(method, std::move(params));
    if (!id)
        return pass(id.error());
    std::vector<Watch *> watches{&m_signals};
    std::optional<Result<Json>> answer;
    if (auto waited = m_helper.wait([&] { return (answer = m_helper.takeAnswer(*id)).has_value(); }, watches);
        !waited)
        return pass(waited.error());
    if (!*answer)
        return pass(answer->error());
    auto number = protocol::Fields(**answer).requireInteger("job", 1, INT64_MAX);
    if (!number)
        return pass(number.error());
    m_job = *number;
    if (begun) {
        auto feeding = begun(**answer);
        if (!feeding) {
            (void)cancel();
            return pass(feeding.error());
        }
        if (*feeding)
            watches.push_back(*feeding);
    }
    if (m_signalsSeen > 0)
        if (auto cancelled = cancel(); !cancelled)
            return pass(cancelled.error());
    if (auto waited = m_helper.wait([&] { return look(); }, watches); !waited) {
        if (waited.error().code != ErrorCode::Interrupted)
            (void)cancel();
        return pass(waited.error());
    }
    const auto *report = m_helper.report(m_job);
    if (report->info.outcome == JobOutcome::Done)
        return report->result;
    if (report->info.error)
        return tl::unexpected<Error>(*report->info.error);
    return fail(report->info.outcome == JobOutcome::Cancelled ? ErrorCode::JobCancelled : ErrorCode::System,
                report->info.kind, report->info.subject,
                report->info.outcome == JobOutcome::Cancelled ? "cancelled" : "failed");
}

} // namespace taper::cli
