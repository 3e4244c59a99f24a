// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/polkit.h"

#include <climits>
#include <cstring>
#include <spdlog/spdlog.h>

namespace taper::daemon {

namespace {
constexpr const char *service = "org.freedesktop.PolicyKit1",
                     *object = "/org/freedesktop/PolicyKit1/Authority",
                     *interface = "org.freedesktop.PolicyKit1.Authority";
/// polkitd may have to be started first, on a machine that is busy booting.
constexpr std::uint64_t withoutAskingUsec = 60'000'000;
constexpr std::uint32_t allowUserInteraction = 1;

tl::unexpected<Error> unavailable(std::string why)
{
    return fail(ErrorCode::AuthUnavailable, "ask polkit", "", std::move(why),
                "Do it as root, or see to it that D-Bus and polkit run (systemctl status polkit).");
}

tl::unexpected<Error> unavailable(int negativeErrno)
{
    return unavailable(std::strerror(-negativeErrno));
}

/// What polkitd or the bus says instead of an answer.
tl::unexpected<Error> refused(const sd_bus_error &error)
{
    const std::string text = error.message ? error.message : error.name ? error.name : "no answer";
    if (text.find("is not registered") != std::string::npos)
        return fail(ErrorCode::AuthUnavailable, "ask polkit", "", text,
                    "Install Táper's policy (org.taper.policy), or do it as root.");
    return unavailable(text);
}

/// (bba{ss}): authorized, challenge, details.
Result<Polkit::Verdict> read(sd_bus_message *message)
{
    Polkit::Verdict verdict;
    int authorized = 0, challenge = 0;
    int r = sd_bus_message_enter_container(message, 'r', "bba{ss}");
    if (r >= 0)
        r = sd_bus_message_read(message, "bb", &authorized, &challenge);
    if (r >= 0)
        r = sd_bus_message_enter_container(message, 'a', "{ss}");
    const char *name = nullptr, *value = nullptr;
    while (r >= 0 && (r = sd_bus_message_read(message, "{ss}", &name, &value)) > 0)
        if (std::strcmp(name, "polkit.dismissed") == 0)
            verdict.dismissed = *value != '\0';
    if (r < 0)
        return unavailable("its answer makes no sense");
    verdict.authorized = authorized != 0;
    verdict.challenge = challenge != 0;
    return verdict;
}

/// The subject's pidfd beside its pid: polkit from 124 on goes by the pidfd, earlier ones pass over it.
int appendSubject(sd_bus_message *message, const Peer &peer)
{
    return sd_bus_message_append(message, "(sa{sv})", "unix-process", 4, "pid", "u",
                                 static_cast<std::uint32_t>(peer.pid), "start-time", "t",
                                 peer.process->startTime(), "uid", "i", static_cast<std::int32_t>(peer.uid),
                                 "pidfd", "h", peer.process->fd());
}

int appendQuestion(sd_bus_message *message, const Polkit::Question &question, const std::string &cancellation)
{
    int r = sd_bus_message_append(message, "s", question.action.c_str());
    if (r >= 0)
        r = sd_bus_message_open_container(message, 'a', "{ss}");
    for (const auto &[name, value] : question.details)
        if (r >= 0)
            r = sd_bus_message_append(message, "{ss}", name.c_str(), value.c_str());
    if (r >= 0)
        r = sd_bus_message_close_container(message);
    if (r >= 0)
        r = sd_bus_message_append(message, "us", question.mayAsk ? allowUserInteraction : 0,
                                  cancellation.c_str());
    return r;
}
} // namespace

Polkit::~Polkit()
{
    sd_bus_close_unref(m_bus);
}

/// A bus that is closing still has to tell all who wait; the slots they hold keep it until it has.
sd_bus *Polkit::bus()
{
    if (m_bus && sd_bus_is_open(m_bus) > 0)
        return m_bus;
    m_bus = sd_bus_unref(m_bus);
    sd_bus *opened = nullptr;
    if (sd_bus_open_system_with_description(&opened, "polkit") < 0)
        return nullptr;
    if (sd_bus_attach_event(opened, m_loop.handle(), SD_EVENT_PRIORITY_NORMAL) < 0) {
        sd_bus_close_unref(opened);
        return nullptr;
    }
    return m_bus = opened;
}

Status Polkit::send(const Peer &peer, const Question &question, Asked &asked)
{
    if (!peer.process || peer.process->hasEnded())
        return fail(ErrorCode::AuthDenied, "not permitted", "", "the program that connected has ended",
                    "Connect and ask from one program that stays.");
    if (peer.uid > INT_MAX) // the subject's uid is an int32
        return fail(ErrorCode::AuthDenied, "not permitted", "", "polkit knows no user above 2147483647");
    sd_bus *to = bus();
    if (!to)
        return unavailable("there is no system bus");
    sd_bus_message *message = nullptr;
    int r = sd_bus_message_new_method_call(to, &message, service, object, interface, "CheckAuthorization");
    std::string cancellation = question.mayAsk ? "taper-" + std::to_string(++m_cancellations) : "";
    if (r >= 0)
        r = appendSubject(message, peer);
    if (r >= 0)
        r = appendQuestion(message, question, cancellation);
    if (r >= 0)
        r = sd_bus_call_async(to, &asked.m_slot, message, Asked::answered, &asked,
                              question.mayAsk ? UINT64_MAX : withoutAskingUsec);
    sd_bus_message_unref(message);
    if (r < 0)
        return unavailable(r);
    asked.m_cancellation = std::move(cancellation);
    return {};
}

std::unique_ptr<Polkit::Asked> Polkit::ask(const Peer &peer, const Question &question, Answer answer)
{
    std::unique_ptr<Asked> asked(new Asked(*this, std::move(answer)));
    if (auto sent = send(peer, question, *asked); !sent)
        asked->m_failed =
            m_loop.after(0, [it = asked.get(), error = sent.error()] { it->finish(tl::unexpected(error)); });
    return asked;
}

void Polkit::cancel(const std::string &cancellation)
{
    if (!m_bus || sd_bus_is_open(m_bus) <= 0)
        return; // polkit takes back the questions of who has left the bus
    const int r =
        sd_bus_call_method_async(m_bus, nullptr, service, object, interface, "CancelCheckAuthorization",
                                 nullptr, nullptr, "s", cancellation.c_str());
    if (r < 0)
        spdlog::warn("polkit: a question could not be taken back: {}", std::strerror(-r));
}

Polkit::Asked::~Asked()
{
    sd_bus_slot_unref(m_slot);
    if (!m_cancellation.empty())
        m_polkit.cancel(m_cancellation);
}

int Polkit::Asked::answered(sd_bus_message *message, void *data, sd_bus_error *)
{
    const sd_bus_error *error = sd_bus_message_get_error(message);
    static_cast<Asked *>(data)->finish(error ? refused(*error) : read(message));
    return 0;
}

/// The callback may destroy this.
void Polkit::Asked::finish(Result<Verdict> verdict)
{
    m_cancellation.clear();
    auto answer = std::move(m_answer);
    answer(std::move(verdict));
}

} // namespace taper::daemon
