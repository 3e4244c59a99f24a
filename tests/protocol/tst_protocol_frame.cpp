// SPDX-License-Identifier: GPL-3.0-or-later
// Frames in any pieces; lengths that lie.
#include "protocol/frame.h"

#include <QtTest>

using namespace taper;
using namespace taper::protocol;

class TestFrame : public QObject
{
    Q_OBJECT

private slots:
    void bytesOnTheWire()
    {
        QCOMPARE(frame("{}"), std::string("\0\0\0\x02{}", 6));
        QCOMPARE(frame(std::string(0x010203, 'x')).substr(0, 4), std::string("\0\x01\x02\x03", 4));
    }

    void byteByByte()
    {
        FrameReader reader(maximumRequest);
        const std::string bytes = frame("{\"a\":1}") + frame("[]") + frame(std::string(70000, 'y'));
        std::vector<std::string> bodies;
        for (char byte : bytes) {
            reader.feed({&byte, 1});
            auto body = reader.next();
            QVERIFY(body.has_value());
            if (*body)
                bodies.push_back(**body);
        }
        QCOMPARE(bodies.size(), 3u);
        QCOMPARE(bodies[0], std::string("{\"a\":1}"));
        QCOMPARE(bodies[1], std::string("[]"));
        QCOMPARE(bodies[2].size(), 70000u);
    }

    void manyAtOnce()
    {
        FrameReader reader(maximumRequest);
        std::string bytes;
        for (int i = 0; i < 20000; ++i)
            bytes += frame(std::to_string(i));
        reader.feed(bytes);
        for (int i = 0; i < 20000; ++i)
            QCOMPARE(**reader.next(), std::to_string(i));
        QVERIFY(!*reader.next());
    }

    void truncated()
    {
        const std::string whole = frame("{\"a\":1}");
        for (std::size_t length = 0; length < whole.size(); ++length) {
            FrameReader reader(maximumRequest);
            reader.feed(std::string_view(whole).substr(0, length));
            const auto body = reader.next();
            QVERIFY(body.has_value());
            QVERIFY(!*body);
        }
    }

    void tenMegabytesAreRefusedByTheLengthAlone()
    {
        FrameReader reader(maximumRequest);
        reader.feed(std::string_view("\x00\xa0\x00\x00", 4)); // 10 MiB are announced, none has come
        const auto body = reader.next();
        QVERIFY(!body);
        QCOMPARE(body.error().code, ErrorCode::ProtocolViolation);
    }

    void capIsExact()
    {
        FrameReader reader(10);
        reader.feed(frame(std::string(10, 'x')));
        QCOMPARE((*reader.next())->size(), 10u);
        reader.feed(frame(std::string(11, 'x')));
        QVERIFY(!reader.next());
    }

    void emptyAndHugeLengths()
    {
        FrameReader empty(maximumRequest);
        empty.feed(std::string_view("\0\0\0\0", 4));
        QVERIFY(!empty.next());
        FrameReader huge(maximumResponse);
        huge.feed("\xff\xff\xff\xff");
        QVERIFY(!huge.next());
    }

    void restIsWhatCameBehind()
    {
        FrameReader reader(maximumRequest);
        reader.feed(frame("{}") + "raw bytes");
        QVERIFY(*reader.next());
        QCOMPARE(reader.takeRest(), std::string("raw bytes"));
        QCOMPARE(reader.takeRest(), std::string());
    }
};

QTEST_GUILESS_MAIN(TestFrame)
#include "tst_protocol_frame.moc"
