// SPDX-License-Identifier: GPL-3.0-or-later
// Every state with every event: what is listed here happens, all else is refused with a sentence.
#include "core/state.h"

#include <QtTest>
#include <array>
#include <map>

using namespace taper;

namespace {
constexpr std::array allStates{State::Stopped,  State::Starting, State::Running, State::Stopping,
                               State::Aborting, State::Freezing, State::Frozen,  State::Thawing};
constexpr std::array allEvents{Event::StartRequested, Event::StartSucceeded, Event::StartFailed,
                               Event::StopRequested,  Event::KillRequested,  Event::FreezeRequested,
                               Event::FreezeDone,     Event::FreezeFailed,   Event::ThawRequested,
                               Event::ThawDone,       Event::ThawFailed,     Event::InitEnded};
using enum State;
const std::map<std::pair<State, Event>, State> expected{
    {{Stopped, Event::StartRequested}, Starting}, {{Starting, Event::StartSucceeded}, Running},
    {{Starting, Event::StartFailed}, Stopped},    {{Starting, Event::KillRequested}, Aborting},
    {{Starting, Event::InitEnded}, Stopped},      {{Running, Event::StopRequested}, Stopping},
    {{Running, Event::KillRequested}, Aborting},  {{Running, Event::FreezeRequested}, Freezing},
    {{Running, Event::InitEnded}, Stopped},       {{Stopping, Event::KillRequested}, Aborting},
    {{Stopping, Event::InitEnded}, Stopped},      {{Aborting, Event::InitEnded}, Stopped},
    {{Aborting, Event::StartFailed}, Stopped},    {{Aborting, Event::KillRequested}, Aborting},
    {{Freezing, Event::FreezeDone}, Frozen},      {{Freezing, Event::FreezeFailed}, Running},
    {{Freezing, Event::KillRequested}, Aborting}, {{Freezing, Event::InitEnded}, Stopped},
    {{Frozen, Event::ThawRequested}, Thawing},    {{Frozen, Event::KillRequested}, Aborting},
    {{Frozen, Event::InitEnded}, Stopped},        {{Thawing, Event::ThawDone}, Running},
    {{Thawing, Event::ThawFailed}, Frozen},       {{Thawing, Event::KillRequested}, Aborting},
    {{Thawing, Event::InitEnded}, Stopped},
};
} // namespace

class TestState : public QObject
{
    Q_OBJECT

private slots:
    void everyStateWithEveryEvent()
    {
        for (State state : allStates)
            for (Event event : allEvents) {
                const auto next = nextState(state, event);
                const auto wanted = expected.find({state, event});
                const auto where =
                    std::string(stateName(state)) + " event " + std::to_string(static_cast<int>(event));
                QVERIFY2(next.has_value() == (wanted != expected.end()), where.c_str());
                QCOMPARE(canHappen(state, event), next.has_value());
                if (next) {
                    QVERIFY2(*next == wanted->second, where.c_str());
                } else {
                    QCOMPARE(next.error().code, ErrorCode::ContainerWrongState);
                    QVERIFY(next.error().message().find(stateName(state)) != std::string::npos);
                }
            }
    }

    void nothingIsStuck()
    {
        // From everywhere a kill and the end of init lead to STOPPED: a container can always be got rid of.
        for (State state : allStates) {
            if (state == Stopped)
                continue;
            const State killed = nextState(state, Event::KillRequested).value_or(state);
            QCOMPARE(nextState(killed, Event::InitEnded).value_or(Running), Stopped);
        }
    }

    void namesAreLxcsWords()
    {
        for (State state : allStates)
            QCOMPARE(stateFromName(stateName(state)), std::optional(state));
        QCOMPARE(stateName(Frozen), std::string_view("FROZEN"));
        QVERIFY(!stateFromName("running"));
        QVERIFY(!stateFromName(""));
    }
};

QTEST_GUILESS_MAIN(TestState)
#include "tst_core_state.moc"
