// SPDX-License-Identifier: GPL-3.0-or-later
// polkit over sd-bus (org.freedesktop.PolicyKit1.Authority): asks about a process and an action, takes questions back.
// Connects when it is first needed and again whenever the bus has gone; nothing here waits, and no thread is added.
// Runs in: helper.
#pragma once
#include "daemon/event_loop.h"
#include "daemon/peer.h"
#include <functional>
#include <memory>
#include <string>
#include <systemd/sd-bus.h>
#include <utility>
#include <vector>

namespace taper::daemon {

class Polkit
{
public:
    explicit Polkit(EventLoop &loop) : m_loop(loop) {}
    ~Polkit();
    Polkit(const Polkit &) = delete;
    Polkit &operator=(const Polkit &) = delete;

    struct Question
    {
        std::string action;
        std::vector<std::pair<std::string, std::string>> details; ///< for rules and for $(…) in the prompt
        bool mayAsk = false; ///< a person may be asked; else only what is known now
    };
    struct Verdict
    {
        bool authorized = false;
        bool challenge = false; ///< somebody would have to be asked; with mayAsk: nobody is there to ask
        bool dismissed = false; ///< the prompt was closed
    };
    using Answer = std::function<void(Result<Verdict>)>;

    /// A question under way. Destroyed before its answer, it is taken back: the prompt disappears, nobody is called.
    class Asked
    {
    public:
        ~Asked();
        Asked(const Asked &) = delete;
        Asked &operator=(const Asked &) = delete;

    private:
        friend class Polkit;
        Asked(Polkit &polkit, Answer answer) : m_polkit(polkit), m_answer(std::move(answer)) {}
        static int answered(sd_bus_message *message, void *data, sd_bus_error *error);
        void finish(Result<Verdict> verdict);

        Polkit &m_polkit;
        Answer m_answer;
        sd_bus_slot *m_slot = nullptr;
        std::string m_cancellation; ///< of one with mayAsk, while it is open
        EventLoop::Source m_failed; ///< an error from the start, told in the next turn of the loop
    };

    /// answer is called once, never from within ask(); AuthUnavailable for whatever kept polkit from answering.
    std::unique_ptr<Asked> ask(const Peer &peer, const Question &question, Answer answer);
    /// Is there a system bus? Tried without waiting.
    bool isReachable() { return bus() != nullptr; }

private:
    sd_bus *bus();
    Status send(const Peer &peer, const Question &question, Asked &asked);
    void cancel(const std::string &cancellation);

    EventLoop &m_loop;
    sd_bus *m_bus = nullptr;
    std::uint64_t m_cancellations = 0;
};

} // namespace taper::daemon
